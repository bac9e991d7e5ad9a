import * as tf from '@tensorflow/tfjs';
import { checkPositive } from '../check.js';
import { hidePadding } from '../mask.js';
import type { Stage } from '../stage.js';

export interface SharpenOptions {
  /**
   * Weights below it count as it, which keeps logarithm and gradient finite; in (0, 1).
   * @defaultValue 1e-12
   */
  readonly epsilon?: number;
}

/**
 * Sharpening: w(i) <- w(i)^sharpening / sum_j w(j)^sharpening with sharpening = 1 + softplus(emitted) >= 1
 * (Graves et al. 2014, arXiv 1410.5401, equation 9).
 *
 * Computed as softmax(sharpening * log w), which neither overflows nor divides by zero for any power, and whose
 * gradient is simpler than that of a power. A weighting that sums to less than one is brought back to one.
 */
export function sharpen({ epsilon = 1e-12 }: SharpenOptions = {}): Stage {
  checkPositive('epsilon', epsilon);
  if (epsilon >= 1) throw new RangeError(`epsilon must be below 1, got ${epsilon}`);
  return {
    name: 'sharpen',
    sum: 'one',
    emits: () => ({ sharpening: 1 }),
    apply({ sharpening }, { weighting, mask }) {
      const power = sharpening!.softplus().add(1);
      const logits = tf.maximum(weighting, epsilon).log().mul<tf.Tensor3D>(power);
      return hidePadding(logits, mask).softmax();
    },
  };
}
