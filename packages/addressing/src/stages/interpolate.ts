import * as tf from '@tensorflow/tfjs';
import type { Stage } from '../stage.js';

/**
 * Interpolation between the weighting so far and the previous one: w = gate * w + (1 - gate) * w_previous, with the
 * gate squashed by a sigmoid (Graves et al. 2014, arXiv 1410.5401, equation 7).
 */
export function interpolate(): Stage {
  return {
    name: 'interpolate',
    emits: () => ({ gate: 1 }),
    apply({ gate }, { weighting, previous }) {
      const share = gate!.sigmoid();
      return share.mul(weighting).add(tf.sub(1, share).mul(previous));
    },
  };
}
