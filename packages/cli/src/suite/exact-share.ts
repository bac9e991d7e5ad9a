import type { Cell } from '@loci/controllers';
import type { RandomStream } from '@loci/random';
import type { Task } from '@loci/tasks';
import { release } from '@loci/train';
import type { Compile } from '@loci/train';
import * as tf from '@tensorflow/tfjs';
import { trainableOf } from '../run/model.js';

/**
 * How many sequences of different lengths a cell predicts without a mistake, in one batch.
 *
 * @returns per cent
 */
export function exactShare(
  cell: Cell,
  task: Task,
  lengths: readonly number[],
  random: RandomStream,
  compile: Compile,
): number {
  const exact = task.metrics.find(({ name }) => name === 'exact sequences');
  if (!exact) throw new Error(`internal: ${task.name} does not count exact sequences`);
  const { inputs, ...batch } = task.sample(random, { batch: lengths.length, length: lengths });
  const { forward } = trainableOf(cell, task);
  const predict = compile((inputs: tf.Tensor3D) => tf.tidy(() => tf.softmax(forward(inputs))));
  try {
    const probabilities = tf.tidy(() =>
      predict(tf.tensor3d(inputs.values, [...inputs.shape])).dataSync<'float32'>(),
    );
    return exact.measure(probabilities, { inputs, ...batch });
  } finally {
    release(predict);
  }
}
