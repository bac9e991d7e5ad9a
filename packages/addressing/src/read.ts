import * as tf from '@tensorflow/tfjs';
import { checkShape } from './check.js';

/**
 * Reads through all heads at once: r(h) = sum_i w(h, i) M(i) (Graves et al. 2014, arXiv 1410.5401, equation 2).
 *
 * @param weighting `[batch, heads, places]`
 * @param memory `[batch, places, width]`: what was addressed, or values kept beside it
 * @returns `[batch, heads, width]`
 * @throws RangeError if the shapes do not fit.
 */
export function read(weighting: tf.Tensor3D, memory: tf.Tensor3D): tf.Tensor3D {
  const [batch, places] = memory.shape;
  checkShape('weighting', weighting, { batch, heads: undefined, places });
  return tf.matMul(weighting, memory);
}
