import { withDoubles } from '../dag/doubles.js';
import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';

/** Operators that are an instruction or a few. The results are those of double precision, rounded. */

const one = (v: Vectors): Node => v.float(1);

export const rsqrt = (v: Vectors, x: Node): Node => v.div(one(v), v.sqrt(x));
export const reciprocal = (v: Vectors, x: Node): Node => v.div(one(v), x);
export const square = (v: Vectors, x: Node): Node => v.mul(x, x);

/** Half to even, as the instruction does it, but -0.5 gives +0. */
export function round(v: Vectors, x: Node): Node {
  return v.without(v.op('f32x4.nearest', x), v.equal(x, v.float(-0.5)));
}

/** NaN gives 0. */
export function sign(v: Vectors, x: Node): Node {
  const zero = v.float(0);
  return v.or(v.and(v.greater(x, zero), v.float(1)), v.and(v.less(x, zero), v.float(-1)));
}

/** Adding 0 makes +0 of -0, and keeps NaN. */
export function relu(v: Vectors, x: Node): Node {
  return v.add(v.atLeast(x, v.float(0)), v.float(0));
}

export function relu6(v: Vectors, x: Node): Node {
  return v.atMost(relu(v, x), v.float(6));
}

export const isNaN = (v: Vectors, x: Node): Node => v.differ(x, x);
export const isInf = (v: Vectors, x: Node): Node => v.equal(v.abs(x), v.float(Infinity));
export const isFinite = (v: Vectors, x: Node): Node => v.less(v.abs(x), v.float(Infinity));

export function squaredDifference(v: Vectors, a: Node, b: Node): Node {
  return square(v, v.sub(a, b));
}

/** The quotient of floats could round up to the next integer; that of doubles cannot. */
export function floorDiv(v: Vectors, a: Node, b: Node): Node {
  return withDoubles(v, [a, b], (d, p, q) => d.floor(d.div(p, q)));
}
