import { withDoubles } from '../dag/doubles.js';
import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';
import { expOfDouble } from './exponential-of-double.js';
import { decompose } from './logarithm.js';

/** 2 artanh(s) / s in powers of s^2, for s = f / (2 + f): log(1 + f) / s. */
const ARTANH = [2, 2 / 3, 2 / 5, 2 / 7, 2 / 9, 2 / 11];

/** a^b, a multiplication of logarithms in double precision. */
export function pow(v: Vectors, a: Node, b: Node): Node {
  const zero = v.float(0);
  const infinity = v.float(Infinity);
  const magnitude = v.abs(a);
  const { exponent, mantissa } = decompose(v, magnitude);
  const power = withDoubles(v, [v.sub(mantissa, v.float(1)), exponent, b], (d, f, e, y) => {
    const s = d.div(f, d.add(f, d.number(2)));
    const logarithm = d.multiplyAdd(e, d.number(Math.LN2), d.mul(s, d.polynomial(d.mul(s, s), ARTANH)));
    const product = d.vectors.op('f64x2.pmin', d.mul(logarithm, y), d.number(90));
    return expOfDouble(d, product);
  });
  // log a is infinite at 0 and at infinity; what b makes of that: 0, infinity, or NaN.
  const direction = v.select(v.equal(magnitude, zero), v.neg(b), b);
  const extreme = v.atLeast(v.mul(direction, infinity), zero);
  const isExtreme = v.or(v.equal(magnitude, zero), v.equal(magnitude, infinity));
  const usual = v.select(isExtreme, extreme, power);
  const unordered = v.or(v.differ(a, a), v.differ(b, b));
  const result = v.select(v.or(unordered, endlessPowerOfOne(v, magnitude, b)), v.float(NaN), usual);
  return v.select(v.equal(b, zero), v.float(1), ofNegative(v, a, b, result));
}

/** JavaScript gives NaN there, and C gives 1. */
function endlessPowerOfOne(v: Vectors, magnitude: Node, b: Node): Node {
  return v.and(v.equal(magnitude, v.float(1)), v.equal(v.abs(b), v.float(Infinity)));
}

/** The sign for odd b, and NaN for negative numbers to a power that is no integer. */
function ofNegative(v: Vectors, a: Node, b: Node, result: Node): Node {
  const whole = v.equal(v.trunc(b), b);
  const half = v.mul(b, v.float(0.5));
  const odd = v.without(v.and(whole, v.differ(v.trunc(half), half)), v.equal(v.abs(b), v.float(Infinity)));
  const signed = v.xor(result, v.and(v.and(a, odd), v.bits(0x80000000 | 0)));
  const undefinedThere = v.and(v.less(a, v.float(0)), v.greater(a, v.float(-Infinity)));
  return v.or(signed, v.without(undefinedThere, whole));
}
