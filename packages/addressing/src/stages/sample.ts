import { choosePlace } from '../choose-place.js';
import type { Stage } from '../stage.js';

/**
 * Hard attention: one place is drawn with the probability of its weight; the weighting becomes one-hot. The noise
 * (standard Gumbel, one number a place) decides, so the same noise gives the same places; zeros as noise give the
 * most probable place. The gradient flows through the log-probability alone, as REINFORCE wants it (Williams 1992).
 */
export function sample(): Stage {
  return {
    name: 'sample',
    sum: 'one',
    emits: () => ({}),
    noise: (places) => ({ size: places, distribution: 'gumbel' }),
    apply: (_emitted, input) => choosePlace(input, input.noise),
  };
}
