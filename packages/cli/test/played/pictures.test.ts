import type { Played } from '@loci/rl-ntm';
import type { EpisodeTensors } from '@loci/train';
import * as tf from '@tensorflow/tfjs';
import { panelsOf } from '../../src/played/pictures.js';
import { useTestBackend } from '../../../../tools/testing/backend.js';

beforeAll(useTestBackend);

/** Steps of a batch of one. */
const steps = (values: readonly number[]) => tf.tensor2d([...values], [values.length, 1]);
const oneHot = (places: readonly number[], size: number) =>
  places.map((place) => Array.from({ length: size }, (_, index) => Number(index === place)));

test('heads are shown on the cells they come to, and symbols where they are written', async () => {
  // From the tape AB. the end marker and B are wanted; five steps are played, the fifth after the end.
  const episode = {
    surface: tf.tensor3d([[[1, 2, 4]]], [1, 1, 3], 'int32'),
    targets: tf.tensor2d([[4, 2]], [1, 2], 'int32'),
  } as EpisodeTensors;
  const likely = [3, 2, 0, 1, 0];
  const played = {
    going: steps([1, 1, 1, 1, 0]),
    writes: steps([0, 1, 0, 1, 0]),
    position: tf.tensor3d([0, 1, 3, 2, 0].map((column) => [[0, column]])),
    // Certain of a symbol: the wrong one of two that are written first.
    symbol: tf.tensor3d(oneHot(likely, 4).map((row) => [row.map((value) => 50 * value)])),
    weighting: tf.tensor4d(oneHot([0, 1, 0, 5, 5], 6).map((row) => [[row]])),
  } as unknown as Played;
  const before = tf.memory().numTensors;
  const [input, memory, written, wanted] = await panelsOf({ glyphs: 'ABC.' }, episode, played);
  expect(tf.memory().numTensors).toBe(before);

  expect(input.rowLabels).toEqual(['A', 'B', '.', '·']);
  expect(input.values).toEqual([
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 0, 1],
    [0, 0, 1, 0],
  ]);
  expect(memory.rowLabels).toEqual(['-1', '0', '+1']);
  expect(memory.values).toEqual([
    [0, 0, 0, 1],
    [1, 0, 1, 0],
    [0, 1, 0, 0],
  ]);
  for (const panel of [written, wanted]) {
    expect(panel.rowLabels).toEqual(['B', 'C', '.']);
    expect(panel.blank?.steps).toEqual([true, false, true, false]);
  }
  const atWriting = ({ values }: typeof written) =>
    (values as readonly (readonly number[])[]).map((row) => [Math.round(row[1]), Math.round(row[3])]);
  expect(atWriting(written)).toEqual([
    [0, 1],
    [1, 0],
    [0, 0],
  ]);
  expect(atWriting(wanted)).toEqual([
    [0, 1],
    [0, 0],
    [1, 0],
  ]);
  tf.dispose([Object.values(episode), Object.values(played)]);
});
