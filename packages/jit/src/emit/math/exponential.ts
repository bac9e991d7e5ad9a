import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';

/**
 * exp x = 2^n exp r with n = round(x / ln 2), so |r| <= ln 2 / 2. ln 2 is taken away in two parts, the first so short
 * that its product with n is exact (Cody and Waite, 1980). Polynomials are minimax fits with float coefficients.
 */
const LOG2_E = 1.4426950408889634;
const LN2_HIGH = 0.693145751953125;
const LN2_LOW = 1.4286068203094173e-6;
/** Adding it rounds a float to an integer, which then stands in the lowest bits. */
const ROUNDER = 1.5 * 2 ** 23;
/** Half the exponential (sinh) of more than the first is infinite; the exponential of less than the second is 0. */
const HIGHEST = 90;
const LOWEST = -104;

/** exp r for |r| <= 0.348, to 3e-9. */
const EXP = [
  1, 1, 0.4999999403953552, 0.1666652113199234, 0.04166829213500023, 0.0083687212318182, 0.001381874200887978,
];
/** exp(r / 2) for |r| <= 0.695. */
const EXP_OF_HALF = EXP.map((c, power) => c / 2 ** power);
/** (exp r - 1 - r) / r^2, to 2.5e-10 of exp r - 1. */
const EXPM1 = [
  0.5, 0.1666666567325592, 0.04166635870933533, 0.008333389647305012, 0.0013940746430307627,
  0.00019845948554575443,
];

interface Reduced {
  readonly r: Node;
  /** 2^(n + bias), if that is a normal number. */
  readonly power: Node;
}

/** x = n * unit * ln 2 + r with an integer n */
function reduce(v: Vectors, x: Node, unit: 1 | 2, bias: number): Reduced {
  // The exponent of a float is stored with 127 added.
  const rounder = v.float(ROUNDER + 127 + bias);
  const rounded = v.multiplyAdd(x, v.float(LOG2_E / unit), rounder);
  const n = v.sub(rounded, rounder);
  const high = v.subtractProduct(n, v.float(unit * LN2_HIGH), x);
  const r = v.subtractProduct(n, v.float(unit * LN2_LOW), high);
  return { r, power: v.shiftLeft(rounded, 23) };
}

/** Between bounds outside of which the result is infinite or 0; NaN stays. */
function bounded(v: Vectors, x: Node, lowest: number, highest: number): Node {
  return v.atLeast(v.atMost(x, v.float(highest)), v.float(lowest));
}

/**
 * exp(x / 2), a normal number for all x. Its square is exp x, and only this last product overflows, or rounds to a
 * subnormal number.
 */
export function rootOfExp(v: Vectors, x: Node): Node {
  const { r, power } = reduce(v, bounded(v, x, LOWEST, HIGHEST), 2, 0);
  return v.mul(v.polynomial(r, EXP_OF_HALF), power);
}

/** To 3 units of the last place. */
export function exp(v: Vectors, x: Node): Node {
  const root = rootOfExp(v, x);
  return v.mul(root, root);
}

/** 2^64 exp x, a normal number for -104 <= x <= 43, which is as far as the results are right. */
export function expTimes2To64(v: Vectors, x: Node): Node {
  const { r, power } = reduce(v, v.atLeast(x, v.float(LOWEST)), 1, 64);
  return v.mul(v.polynomial(r, EXP), power);
}

export function expm1(v: Vectors, x: Node): Node {
  // Below -18 the result rounds to -1.
  const { r, power } = reduce(v, bounded(v, x, -18, 89), 1, -1);
  const q = v.multiplyAdd(v.mul(r, r), v.polynomial(r, EXPM1), r);
  // 2^n (q + 1) - 1 by halves, since 2^128 is no float.
  const sum = v.multiplyAdd(q, power, v.sub(power, v.float(0.5)));
  const tiny = v.less(v.abs(x), v.float(2 ** -24));
  return v.select(tiny, x, v.add(sum, sum));
}
