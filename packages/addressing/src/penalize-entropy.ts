import * as tf from '@tensorflow/tfjs';
import { checkNotNegative } from './check.js';

/** Where a weight is 0 its logarithm is taken of this. */
const SMALLEST_WEIGHT = 1e-9;

/**
 * The weighting as it is, with a gradient that also makes it sharper: whatever loss is minimized, `cost` times the
 * entropy of the weighting in nats, summed over heads and averaged over the batch, is minimized beside it (entropy
 * minimization: Grandvalet and Bengio 2005). The loss itself is told without it.
 *
 * A head that waits, or carries a place along, is seldom told by the loss to do so sharply: within the lengths trained
 * what blurs can be sharpened again in the end. Beyond them it cannot.
 *
 * @param weighting `[batch, heads, places]`, weights in [0, 1]
 * @param cost what a nat costs, in units of the loss, >= 0; for 0 the weighting itself is returned
 * @throws RangeError for a cost out of range.
 */
export function penalizeEntropy(weighting: tf.Tensor3D, cost: number): tf.Tensor3D {
  checkNotNegative('cost', cost);
  if (cost === 0) return weighting;
  const each = cost / Math.max(1, weighting.shape[0]);
  const penalized = tf.customGrad((w, save) => {
    (save as tf.GradSaveFunc)([w as tf.Tensor]);
    return {
      value: (w as tf.Tensor3D).clone(),
      // d(-w ln w) / dw = -(ln w + 1)
      gradFunc: (gradient: tf.Tensor3D, [weights]: tf.Tensor[]) =>
        gradient.sub(tf.maximum(weights!, SMALLEST_WEIGHT).log().add(1).mul(each)),
    };
  });
  return penalized(weighting) as tf.Tensor3D;
}
