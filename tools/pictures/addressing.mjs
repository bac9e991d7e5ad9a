/** What each stage of a scheme makes of a weighting, while one head looks something up and then walks on from there. */
import { join } from 'node:path';
import { addressing, content, interpolate, sharpen, shift } from '@loci/addressing';
import { heatmaps } from '@loci/plot';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { save } from './support/save.mjs';

const [places, width] = [12, 8];
const seed = 1;

/** When the head looks up a place by its content, from which it then walks: places are counted from 0 here. */
const walks = [
  { begin: 0, steps: 9, place: 2, by: 1 },
  { begin: 9, steps: 9, place: 9, by: -1 },
];

const stages = [
  { stage: content(), title: '1. Content: the places that are like the key' },
  {
    stage: interpolate(),
    title: '2. Interpolate: look up in steps 1 and 10, else stay',
  },
  { stage: shift({ range: 1 }), title: '3. Shift: and walk on, first forwards, then backwards' },
  { stage: sharpen(), title: '4. Sharpen: and undo the blur of the shift' },
];

/** @param {string} folder */
export async function draw(folder) {
  const random = RandomStream.fromSeed(seed);
  /** @param {[number, number, number]} shape */
  const drawn = (shape) =>
    tf.tensor3d(
      Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal()),
      shape,
    );
  const memory = drawn([1, places, width]);
  const one = (...values) => tf.tensor3d([[values]]);
  const prefixes = stages.map((_, last) =>
    addressing(...stages.slice(0, last + 1).map(({ stage }) => stage)),
  );

  /** @type {tf.TypedArray[][]} */
  const weightings = stages.map(() => []);
  /** @type {tf.Tensor3D} */
  let previous = tf.fill([1, 1, places], 1 / places);
  for (const { begin, steps, place, by } of walks) {
    for (let step = begin; step < begin + steps; step++) {
      const looksUp = step === begin;
      const emitted = {
        // While the head walks its key is anything.
        key: looksUp ? memory.slice([0, place, 0], [1, 1, width]) : drawn([1, 1, width]),
        strength: one(looksUp ? 12 : 6),
        gate: one(looksUp ? 9 : -9),
        shift: one(...[-1, 0, 1].map((offset) => (offset === by ? 2.5 : 0))),
        sharpening: one(2),
      };
      const after = prefixes.map((scheme) => {
        const wanted = Object.fromEntries(
          Object.keys(scheme.emits(width)).map((name) => [name, emitted[name]]),
        );
        return scheme.address({ emitted: wanted, memory, previous });
      });
      after.forEach((weighting, stage) => weightings[stage].push(weighting.dataSync()));
      previous = after[after.length - 1];
    }
  }
  const byPlace = (steps) => Array.from({ length: places }, (_, place) => steps.map((each) => each[place]));
  const panels = stages.map(({ title }, stage) => ({
    title,
    values: byPlace(weightings[stage]),
    yLabel: 'place',
    valueLabel: 'weight',
    scale: /** @type {const} */ ('unit'),
  }));
  await save(join(folder, 'stages.png'), heatmaps(panels));
}
