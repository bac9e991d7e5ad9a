import * as tf from '@tensorflow/tfjs';

/**
 * Below it a sum counts as empty. The gradient of a division divides by the square of its divisor, which must not be so
 * small that backends take it for zero.
 */
const EMPTY = 1e-18;

/** Scales weights `[batch, heads, places]` to a sum of one; a row without any weight stays empty. */
export function scaleToOne(weights: tf.Tensor3D): tf.Tensor3D {
  return weights.div(tf.maximum(weights.sum(-1, true), EMPTY));
}
