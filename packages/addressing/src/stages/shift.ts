/**
 * Shifting a weighting by a distribution over small offsets:
 *
 *     w(i) <- sum_o w(i - o) s(o),  o = -range .. range
 *
 * Soft (s a softmax over the taps): Graves et al. 2014 (arXiv 1410.5401), equation 8, where the indices wrap around.
 * Hard (one offset is chosen): the head moves of Zaremba and Sutskever 2015 (arXiv 1505.00521). Tap t stands for the
 * offset t - range, so the last tap moves weight towards higher places.
 */
import * as tf from '@tensorflow/tfjs';
import { checkInteger, checkOneOf } from '../check.js';
import { chooseOne } from '../choose-one.js';
import { type Boundary, boundaries, offsetsWithin, shiftBy } from '../shift-by.js';
import type { Stage } from '../stage.js';

export interface ShiftOptions {
  /**
   * The largest offset, >= 0; 2 * range + 1 taps are emitted.
   * @defaultValue 1
   */
  readonly range?: number;
  /**
   * Whether weight that leaves at one end comes back at the other or falls off. With a mask only 'bounded' has a
   * meaning: padding counts as outside.
   * @defaultValue 'circular'
   */
  readonly boundary?: Boundary;
  /**
   * Whether the whole distribution over offsets is used, one offset is drawn from it (the noise decides), or its
   * most probable offset is taken.
   * @defaultValue 'soft'
   */
  readonly taps?: 'soft' | 'sample' | 'argmax';
}

export function shift(options: ShiftOptions = {}): Stage {
  const { range = 1, boundary = 'circular', taps = 'soft' } = options;
  checkInteger('range', range, 0);
  checkOneOf('boundary', boundary, boundaries);
  checkOneOf('taps', taps, ['soft', 'sample', 'argmax']);
  const offsets = offsetsWithin(range);
  const count = offsets.length;

  return {
    name: 'shift',
    ...(boundary === 'bounded' && { sum: 'at most one' as const }),
    emits: () => ({ shift: count }),
    ...(taps === 'sample' && { noise: () => ({ size: count, distribution: 'gumbel' as const }) }),
    apply(emitted, { weighting, mask, noise }) {
      if (mask && boundary === 'circular') {
        throw new RangeError(
          "boundary must be 'bounded' where a mask marks padding: a ring has no ends to pad",
        );
      }
      const move = (distribution: tf.Tensor3D) => {
        const moved = shiftBy(weighting, distribution, offsets, boundary);
        return mask ? moved.mul<tf.Tensor3D>(mask.expandDims(1)) : moved;
      };
      if (taps === 'soft') return move(emitted.shift!.softmax());
      const { chosen, ...probability } = chooseOne(emitted.shift!, noise);
      return { weighting: move(chosen), ...probability };
    },
  };
}
