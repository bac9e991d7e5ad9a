import type { Doubles } from '../dag/doubles.js';
import type { Node } from '../dag/node.js';

const LOG2_E = 1.4426950408889634;
/** Adding it rounds a double to an integer, which then stands in the lowest bits. */
const ROUNDER = 1.5 * 2 ** 52;
/** Taylor's series of exp r to the seventh power: for |r| <= 0.347 to 6e-9. */
const EXP = [1, 1, 2, 6, 24, 120, 720, 5040].map((factorial) => 1 / factorial);
/** Below it the results are no floats any more. */
const LOWEST = -110;

/** exp x of doubles x <= 88, to 6e-9, and as x goes to 0 to the last digit. */
export function expOfDouble(d: Doubles, x: Node): Node {
  const { vectors } = d;
  const bounded = d.atLeast(x, d.number(LOWEST));
  const rounded = d.add(d.mul(bounded, d.number(LOG2_E)), d.number(ROUNDER));
  const n = d.sub(rounded, d.number(ROUNDER));
  const r = d.sub(bounded, d.mul(n, d.number(Math.LN2)));
  const shift = vectors.nodes.integer(52);
  const power = vectors.op('i64x2.add', vectors.op('i64x2.shl', rounded, shift), d.number(1));
  return d.mul(d.polynomial(r, EXP), power);
}
