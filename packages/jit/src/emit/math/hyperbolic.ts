import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';
import { expm1, rootOfExp } from './exponential.js';
import { log1p } from './logarithm.js';

const SIGN = 0x80000000 | 0;
const LARGE = 2 ** 30;

const withSignOf = (v: Vectors, magnitude: Node, x: Node): Node => v.or(magnitude, v.and(x, v.bits(SIGN)));

/** exp(|x|) / 2, which is finite for some x whose exponential is not. */
function halfExponential(v: Vectors, magnitude: Node): Node {
  const root = rootOfExp(v, magnitude);
  return v.mul(v.mul(root, v.float(0.5)), root);
}

/** (m + m / (m + 1)) / 2 with m = exp |x| - 1. */
export function sinh(v: Vectors, x: Node): Node {
  const magnitude = v.abs(x);
  const m = expm1(v, v.atMost(magnitude, v.float(20)));
  const small = v.mul(v.float(0.5), v.add(m, v.div(m, v.add(m, v.float(1)))));
  const large = halfExponential(v, magnitude);
  return withSignOf(v, v.select(v.greater(magnitude, v.float(20)), large, small), x);
}

export function cosh(v: Vectors, x: Node): Node {
  const half = halfExponential(v, v.abs(x));
  return v.add(half, v.div(v.float(0.25), half));
}

/**
 * log(1 + y), where y is given for x up to 2^30. Beyond it asinh x and acosh x are log 2x in all digits, for which 2x
 * may be infinite and x not; 1 + x is x there.
 */
function inverse(v: Vectors, x: Node, y: Node): Node {
  const large = v.greater(x, v.float(LARGE));
  return v.add(log1p(v, v.select(large, x, y)), v.and(large, v.float(Math.LN2)));
}

/** log(|x| + sqrt(x^2 + 1)) */
export function asinh(v: Vectors, x: Node): Node {
  const magnitude = v.abs(x);
  const one = v.float(1);
  const small = v.atMost(magnitude, v.float(LARGE));
  const square = v.mul(small, small);
  const root = v.sqrt(v.add(square, one));
  const result = inverse(v, magnitude, v.add(small, v.div(square, v.add(root, one))));
  return withSignOf(v, result, x);
}

/** log(1 + t + sqrt(2 t + t^2)) with t = x - 1; NaN below 1. */
export function acosh(v: Vectors, x: Node): Node {
  const one = v.float(1);
  const t = v.sub(v.atMost(x, v.float(LARGE)), one);
  const result = inverse(v, x, v.add(t, v.sqrt(v.multiplyAdd(t, t, v.add(t, t)))));
  return v.or(result, v.less(x, one));
}

/** log(1 + 2 x / (1 - x)) / 2 */
export function atanh(v: Vectors, x: Node): Node {
  const magnitude = v.abs(x);
  const quotient = v.div(v.add(magnitude, magnitude), v.sub(v.float(1), magnitude));
  return withSignOf(v, v.mul(v.float(0.5), log1p(v, quotient)), x);
}
