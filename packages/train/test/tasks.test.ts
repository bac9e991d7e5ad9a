/** The tasks of @loci/tasks through evaluation. */
import { createTask } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { evaluate } from '../src/evaluate.js';
import type { Trainable } from '../src/trainable.js';

beforeAll(useTestBackend);

/** Throws a coin for every bit. */
const undecided = (outputSize: number): Trainable => ({
  variables: {},
  forward: ({ shape: [time, batch] }) => tf.zeros([time, batch, outputSize]),
});

/** Bits that count, at a length with only one sequence of steps. */
const bitsThatCount: Record<string, { length: number; bits: number }> = {
  copy: { length: 10, bits: 10 * 9 },
  'associative-recall': { length: 4, bits: 3 * 6 },
  'dynamic-n-grams': { length: 50, bits: 50 },
  'priority-sort': { length: 20, bits: 16 * 8 },
  reverse: { length: 10, bits: 10 * 9 },
};

it.each(Object.entries(bitsThatCount))(
  'a coin costs a bit for each bit of %s',
  async (name, { length, bits }) => {
    const task = createTask(name);
    const model = undecided(task.outputSize);
    const [score] = await evaluate({ model, task, lengths: [length], sequences: 20, batch: 8, seed: 3 });
    expect(score.bits).toBeCloseTo(bits, 4);
    if ('wrong bits' in score.metrics) {
      expect(score.metrics['wrong bits']).toBeCloseTo(bits * (1 - score.accuracy), 4);
      expect(score.metrics['exact sequences']).toBe(0);
    } else {
      expect(score.metrics['bits above optimal']).toBeGreaterThan(0);
      expect(score.metrics['bits above optimal']).toBeLessThan(bits);
    }
  },
);

it('the numbers of repeats are drawn: a coin costs (5.5 x 3 + 1) x 7 bits on average', async () => {
  const task = createTask('repeat-copy');
  const [score] = await evaluate({
    model: undecided(7),
    task,
    lengths: [3],
    sequences: 400,
    batch: 16,
    seed: 3,
  });
  // The standard error of the mean of 400 uniform counts of 1 to 10 is 0.144 repeats, of 21 bits each; six of them.
  expect(Math.abs(score.bits - (5.5 * 3 + 1) * 7)).toBeLessThan(6 * 0.144 * 21);
});

it('a model that copies makes no mistake, at any length', async () => {
  const task = createTask('copy', { bits: 3 });
  const copies: Trainable = {
    variables: {},
    forward(inputs) {
      const [time, batch, size] = inputs.shape;
      const before = time / 2;
      const answers = tf.slice(inputs, [0, 0, 0], [before, batch, size - 1]);
      const logits = tf.concat([tf.zerosLike(answers), answers]);
      // The start delimiter stands before the vectors, and the answers begin after the end delimiter.
      const bits = tf.mul(logits, tf.tensor3d([1, 1, 1, 0], [1, 1, size - 1]));
      return tf.mul(tf.sub(bits, 0.5), 60) as tf.Tensor3D;
    },
  };
  for (const { metrics, accuracy, bits } of await evaluate({ model: copies, task, sequences: 8, seed: 1 })) {
    expect(metrics).toEqual({ 'wrong bits': 0, 'exact sequences': 100 });
    expect(accuracy).toBe(1);
    expect(bits).toBeLessThan(1e-6);
  }
});
