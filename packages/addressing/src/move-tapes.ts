/**
 * A head that stands still while the tape moves: for a distribution over moves, what a place holds next is the
 * expectation of what comes to it. The stacks of Joulin and Mikolov 2015 (arXiv 1503.01007, equations 3 and 4) are bounded
 * tapes that move by one place, the tapes of Deletang et al. 2022 (arXiv 2207.02098) rings that jump as well. It is
 * the same sum that shifts a weighting (`shift`), taken over what the places hold.
 */
import type * as tf from '@tensorflow/tfjs';
import { checkInteger, checkOneOf, checkShape } from './check.js';
import { type Boundary, boundaries, shiftBy } from './shift-by.js';

export interface MoveTapesOptions {
  /** How many places each of the moves goes, towards higher places if > 0; at least one move. */
  readonly offsets: readonly number[];
  /** Whether what leaves at one end comes back at the other, or is lost, and zeros come in. */
  readonly boundary: Boundary;
}

/**
 * M'(i) = sum_o p(o) M(i - o) for every tape.
 *
 * @param tapes `[batch, tapes, places, width]`
 * @param moves a distribution over the offsets for each tape, `[batch, tapes, offsets]`
 * @returns `[batch, tapes, places, width]`
 * @throws RangeError if the shapes do not fit, or an option is out of range.
 */
export function moveTapes(
  tapes: tf.Tensor4D,
  moves: tf.Tensor3D,
  { offsets, boundary }: MoveTapesOptions,
): tf.Tensor4D {
  const [batch, count, places, width] = tapes.shape;
  if (offsets.length === 0) throw new RangeError('offsets must hold at least one move, got none');
  for (const offset of offsets) checkInteger('offsets', offset, Number.MIN_SAFE_INTEGER);
  checkOneOf('boundary', boundary, boundaries);
  checkShape('moves', moves, { batch, tapes: count, offsets: offsets.length });
  // Places lie one behind the other: to move by a place is to move by its width.
  const rows = tapes.reshape<tf.Tensor3D>([batch, count, places * width]);
  const steps = offsets.map((offset) => offset * width);
  return shiftBy(rows, moves, steps, boundary).reshape(tapes.shape);
}
