import { choosePlace } from '../choose-place.js';
import type { Stage } from '../stage.js';

/**
 * Hard attention without chance: the place of the largest weight, the first of equals. The log-probability is that
 * of the place under the weighting, as if it had been drawn.
 */
export function argmax(): Stage {
  return {
    name: 'argmax',
    sum: 'one',
    emits: () => ({}),
    apply: (_emitted, input) => choosePlace(input),
  };
}
