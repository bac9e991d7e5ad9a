import * as tf from '@tensorflow/tfjs';
import type { BagTensors } from './bags.js';

interface Weighting {
  readonly weights: tf.Tensor2D;
  readonly tilts: tf.Tensor2D;
}

/** The rows of `x [rows, width]` that each row of `places` names, summed: `[places' rows, width]`. */
const sumOf = (x: tf.Tensor, places: tf.Tensor2D): tf.Tensor2D =>
  tf.sum(tf.gather(x, places as tf.Tensor as tf.Tensor1D), 1);

/** The same, weighted as `Bags` says. */
const weightedSumOf = (
  x: tf.Tensor,
  places: tf.Tensor2D,
  { weights, tilts }: Weighting,
  slope: Float32Array,
): tf.Tensor2D => {
  const factors = tf.add(tf.expandDims(weights, 2), tf.mul(tf.expandDims(tilts, 2), tf.tensor1d(slope)));
  return tf.sum(tf.mul(tf.gather(x, places as tf.Tensor as tf.Tensor1D), factors), 1);
};

/**
 * The embeddings `[rows, width]` of bags of symbols.
 *
 * @param table `[symbols, width]`
 * @param slope one for each number of an embedding, see `Bags`
 */
export function embedBags(table: tf.Tensor2D, bags: BagTensors, slope: Float32Array): tf.Tensor2D {
  const { symbols, occurrences, groups } = bags;
  const embed = tf.customGrad((x) => ({
    value: weightedSumOf(x as tf.Tensor, symbols, bags, slope),
    gradFunc: (dy: tf.Tensor) =>
      groups.reduce(sumOf, weightedSumOf(dy, occurrences.rows, occurrences, slope)),
  }));
  return embed(table) as tf.Tensor2D;
}
