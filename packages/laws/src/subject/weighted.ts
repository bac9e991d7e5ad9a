import type { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import type { Tensors } from './subject.js';

/** All numbers of all outputs in a row, each times a random coefficient: a sum of them that no mistake cancels in. */
export function weighted(outputs: Tensors, random: RandomStream): tf.Tensor1D {
  const row = tf.concat(
    Object.values(outputs).map((output) => tf.reshape<tf.Rank.R1>(output, [output.size])),
  );
  return tf.mul(row, tf.tensor1d(Array.from({ length: row.size }, () => random.normal())));
}
