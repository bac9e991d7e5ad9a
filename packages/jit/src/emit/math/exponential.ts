import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';

/**
 * exp x = 2^n exp r with n = round(x / ln 2), so |r| <= ln 2 / 2. ln 2 is taken away in two parts, the first so short
 * that its product with n is exact (Cody and Waite, 1980). Polynomials are minimax fits.
 */
const LOG2_E = 1.4426950408889634;
const LN2_HIGH = 0.693145751953125;
const LN2_LOW = 1.4286068203094173e-6;
/** Adding it rounds a float to an integer, which then stands in the lowest bits. */
const ROUNDER = 1.5 * 2 ** 23;
const ROUNDER_BITS = 0x4b400000;
/** exp of more than the first is infinite; of less than the second, 0. */
const HIGHEST = 89;
const LOWEST = -104;

/** (exp r - 1 - r) / r^2 for |r| <= 0.347, to 3e-9 of exp r. */
const EXP = [
  0.4999999403953552, 0.1666651964187622, 0.041668396443128586, 0.008368796668946743, 0.0013814428821206093,
];
/** The same, to 2.5e-10 of exp r - 1. */
const EXPM1 = [
  0.5, 0.1666666567325592, 0.04166635870933533, 0.008333389647305012, 0.0013940746430307627,
  0.00019845948554575443,
];

interface Reduced {
  readonly r: Node;
  /** n in the lowest bits, above the bits of the rounder. */
  readonly rounded: Node;
}

function reduce(v: Vectors, x: Node): Reduced {
  const rounded = v.multiplyAdd(x, v.float(LOG2_E), v.float(ROUNDER));
  const n = v.sub(rounded, v.float(ROUNDER));
  const r = v.subtractProduct(n, v.float(LN2_LOW), v.subtractProduct(n, v.float(LN2_HIGH), x));
  return { r, rounded };
}

function expOfReduced(v: Vectors, r: Node): Node {
  return v.multiplyAdd(v.mul(r, r), v.polynomial(r, EXP), v.add(r, v.float(1)));
}

/** 2^(n + bias) for n in the lowest bits of `rounded`, as long as that is a normal number. */
function powerOf2(v: Vectors, rounded: Node, bias: number): Node {
  return v.addInt(v.shiftLeft(rounded, 23), v.bits((127 + bias) << 23));
}

export function exp(v: Vectors, x: Node): Node {
  const { r, rounded } = reduce(v, v.atLeast(v.atMost(x, v.float(HIGHEST)), v.float(LOWEST)));
  return scale(v, expOfReduced(v, r), v.subInt(rounded, v.bits(ROUNDER_BITS)));
}

/** p * 2^n for integers n from -252 to 254, in two steps, so that only the last rounds. */
export function scale(v: Vectors, p: Node, n: Node): Node {
  const half = v.shiftRight(n, 1);
  const power = (k: Node): Node => v.addInt(v.shiftLeft(k, 23), v.bits(127 << 23));
  return v.mul(v.mul(p, power(half)), power(v.subInt(n, half)));
}

/** exp x for x <= 0 only, which is cheaper. */
export function expOfNegative(v: Vectors, x: Node): Node {
  const { r, rounded } = reduce(v, v.atLeast(x, v.float(LOWEST)));
  return v.mul(v.mul(expOfReduced(v, r), powerOf2(v, rounded, 64)), v.float(2 ** -64));
}

export function expm1(v: Vectors, x: Node): Node {
  // Below -18 the result rounds to -1.
  const { r, rounded } = reduce(v, v.atLeast(v.atMost(x, v.float(HIGHEST)), v.float(-18)));
  const q = v.multiplyAdd(v.mul(r, r), v.polynomial(r, EXPM1), r);
  // 2^n (q + 1) - 1 by halves, since 2^128 is no float.
  const half = powerOf2(v, rounded, -1);
  const sum = v.multiplyAdd(q, half, v.sub(half, v.float(0.5)));
  const tiny = v.less(v.abs(x), v.float(2 ** -24));
  return v.select(tiny, x, v.add(sum, sum));
}
