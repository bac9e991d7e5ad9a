import type { Batch } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { evaluate } from '../src/evaluate.js';
import type { Trainable } from '../src/trainable.js';
import { linearModel, mirror } from './support/toy.js';

beforeAll(useTestBackend);

/** Right in all but the middle bit, for which it throws a coin: logits of +-20 and 0. */
const exactModel: Trainable = {
  variables: {},
  forward: (inputs) =>
    tf.mul(tf.sub(tf.reverse(inputs, 2), 0.5), tf.tensor3d([40, 0, 40], [1, 1, 3])) as tf.Tensor3D,
};

test('scores by length: by hand', async () => {
  const before = tf.memory().numTensors;
  const scores = await evaluate({
    model: exactModel,
    task: mirror,
    lengths: [1, 5],
    sequences: 10,
    batch: 4,
    seed: 1,
  });
  expect(tf.memory().numTensors).toBe(before);
  for (const [index, length] of [1, 5].entries()) {
    expect(scores[index]).toMatchObject({ length, sequences: 10 });
    expect(scores[index].bits).toBeCloseTo(length, 5);
    // A probability of exactly one half counts as 1: half of the middle bits are wrong, more or less.
    expect(scores[index].accuracy).toBeCloseTo(1 - scores[index].metrics['wrong bits'] / (3 * length), 6);
    expect(scores[index].metrics['wrong bits']).toBeGreaterThan(0);
    expect(scores[index].metrics['wrong bits']).toBeLessThan(length);
  }
});

test('the same seed gives the same scores of a length, whatever the other lengths are', async () => {
  const model = linearModel(mirror);
  const score = async (lengths: number[]) =>
    (await evaluate({ model, task: mirror, lengths, sequences: 12, seed: 5 })).find(
      ({ length }) => length === 3,
    );
  expect(await score([1, 3, 2])).toEqual(await score([3]));
  model.dispose();
});

test('every sequence has the same weight, however many are in its batch', async () => {
  const size = {
    ...mirror.metrics[0],
    name: 'size',
    measure: (_: Float32Array, batch: Batch) => batch.lengths.length,
  };
  const task = { ...mirror, metrics: [size] };
  const [score] = await evaluate({ model: exactModel, task, lengths: [1], sequences: 10, batch: 4, seed: 1 });
  // Batches of 4, 4 and 2.
  expect(score.metrics['size']).toBeCloseTo((4 * 4 + 4 * 4 + 2 * 2) / 10, 12);
});

test('several seeds give several samples', async () => {
  const model = linearModel(mirror);
  const bits = async (seed: number) => (await evaluate({ model, task: mirror, lengths: [4], seed }))[0].bits;
  expect(await bits(1)).not.toBe(await bits(2));
  model.dispose();
});

test('the engine is asked once and released', async () => {
  const calls: string[] = [];
  await evaluate({
    model: exactModel,
    task: mirror,
    lengths: [1, 2],
    sequences: 4,
    seed: 1,
    compile: (fn) => {
      calls.push('compile');
      return Object.assign(((...args) => fn(...args)) as typeof fn, { dispose: () => calls.push('dispose') });
    },
  });
  expect(calls).toEqual(['compile', 'dispose']);
});

test.each([
  [{ lengths: [0] }, 'evaluate.lengths: lengths of mirror lie in [1, 8], got 0'],
  [{ sequences: 0 }, 'evaluate.sequences: Too small: expected number to be >=1, got 0'],
  [{ batch: 1.5 }, 'evaluate.batch: Invalid input: expected int, received number, got 1.5'],
  [{ seed: -1 }, 'evaluate.seed: Too small: expected number to be >=0, got -1'],
])('%j is refused', async (options, message) => {
  await expect(evaluate({ model: exactModel, task: mirror, seed: 1, ...options })).rejects.toThrow(
    new RangeError(message),
  );
});
