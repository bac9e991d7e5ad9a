import type * as tf from '@tensorflow/tfjs';
import { checkInteger } from '../check.js';
import { oneHotArgMax } from '../choose-one.js';
import { detached } from '../detached.js';
import { scaleToOne } from '../scale-to-one.js';
import type { Stage } from '../stage.js';

export interface TopKOptions {
  /** How many places keep their weight, >= 1; the first ones among equals. */
  readonly k: number;
}

/**
 * Sparse addressing: the k largest weights stay and are scaled to the sum of one, all others become 0 (Rae et al.
 * 2016, arXiv 1610.09027, section 3.1). The gradient flows through the places that are kept.
 *
 * The k largest are found by k argmax passes: k is small, and tfjs has no gradient for its top-k kernel.
 */
export function topK({ k }: TopKOptions): Stage {
  checkInteger('k', k, 1);
  return {
    name: 'topK',
    emits: () => ({}),
    apply(_emitted, { weighting }) {
      const kept =
        k < weighting.shape[2]
          ? weighting.mul<tf.Tensor3D>(detached(weighting, (weights) => largest(weights, k)))
          : weighting;
      return scaleToOne(kept);
    },
  };
}

/** 1 at the k largest of the last dimension, else 0. */
function largest(weighting: tf.Tensor3D, k: number): tf.Tensor3D {
  let kept = oneHotArgMax(weighting);
  for (let found = 1; found < k; found++) {
    // Weights are at most 1, so what is found already drops below all others.
    kept = kept.add(oneHotArgMax(weighting.sub(kept.mul(2))));
  }
  return kept;
}
