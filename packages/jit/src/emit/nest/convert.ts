import type { ElementType } from '../../ir/expression.js';
import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';

/** A value of one type as a value of another, as `coerce` of the intermediate representation does it. */
export function convert(v: Vectors, from: ElementType, to: ElementType, x: Node): Node {
  if (from === to) return x;
  switch (to) {
    case 'float32':
      return from === 'bool' ? v.and(x, v.float(1)) : v.toFloat(x);
    case 'int32':
      return from === 'bool' ? v.and(x, v.bits(1)) : wrapToInt(v, x);
    case 'bool':
      // Also for NaN.
      return from === 'float32' ? v.differ(x, v.float(0)) : v.op('i32x4.ne', x, v.bits(0));
  }
}

/**
 * Truncated, then modulo 2^32, as JavaScript's `x | 0`. Multiples of 2^32 are taken away first, which is exact: floats
 * that large have no digits below 2^8. What stays is at most 2^31, and 2^31 itself wraps to the smallest integer.
 */
function wrapToInt(v: Vectors, x: Node): Node {
  const turns = v.op('f32x4.nearest', v.mul(x, v.float(2 ** -32)));
  const rest = v.subtractProduct(turns, v.float(2 ** 32), x);
  const atTop = v.atLeastMask(rest, v.float(2 ** 31));
  return v.subInt(v.op('i32x4.trunc_sat_f32x4_s', rest), atTop);
}
