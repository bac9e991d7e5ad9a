import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';

/**
 * log x = e ln 2 + log m with x = 2^e m and m in [sqrt 1/2, sqrt 2). ln 2 is added in two parts, the larger one exact
 * in products with e.
 */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.1219444005469057e-4;
const SQRT_HALF_BITS = 0x3f3504f3;
const ONE_BITS = 0x3f800000;
const EXPONENT_MASK = 0xff800000 | 0;
const SIGN = 0x80000000 | 0;
const SMALLEST_NORMAL = 2 ** -126;

/** A float's exponent counts in its bits from here. */
export const EXPONENT_UNIT = 2 ** 23;

/** (log(1 + f) - f) / f^2 for 1 + f in [sqrt 1/2, sqrt 2], to 3e-8 of log(1 + f). */
const LOG = [
  -0.49999991059303284, 0.3333394527435303, -0.25001776218414307, 0.19962239265441895, -0.16570314764976501,
  0.14916358888149261, -0.1430770754814148, 0.0873875543475151,
];

interface Decomposed {
  /** e, in units of 2^-23. */
  readonly exponent: Node;
  readonly mantissa: Node;
}

/** Where 2^e stands in the bits of a normal number, as an integer. */
function exponentBits(v: Vectors, x: Node): Node {
  return v.and(v.subInt(x, v.bits(SQRT_HALF_BITS)), v.bits(EXPONENT_MASK));
}

/** x = 2^e * mantissa for every positive float; e = -150 and 1 for 0; nonsense, but finite, for others. */
export function decompose(v: Vectors, x: Node): Decomposed {
  const subnormal = v.less(x, v.float(SMALLEST_NORMAL));
  const normal = v.select(subnormal, v.mul(x, v.float(2 ** 23)), x);
  const bits = exponentBits(v, normal);
  const exponent = v.addInt(bits, v.and(subnormal, v.bits(-23 << 23)));
  return { exponent: v.toFloat(exponent), mantissa: v.subInt(normal, bits) };
}

/** e ln 2 + log(1 + f) */
function compose(v: Vectors, exponent: Node, f: Node): Node {
  const low = v.mul(exponent, v.float(LN2_LOW / EXPONENT_UNIT));
  const rest = v.multiplyAdd(v.mul(f, f), v.polynomial(f, LOG), low);
  return v.multiplyAdd(exponent, v.float(LN2_HIGH / EXPONENT_UNIT), v.add(f, rest));
}

/** Infinity at infinity, -infinity at 0, NaN below 0 and at NaN; elsewhere the given result. */
function withSpecialCases(v: Vectors, x: Node, result: Node): Node {
  const zero = v.float(0);
  // All bits set are NaN.
  const outside = v.or(v.differ(x, zero), v.float(-Infinity));
  const inside = v.select(v.greater(x, zero), result, outside);
  return v.select(v.equal(x, v.float(Infinity)), x, inside);
}

export function log(v: Vectors, x: Node): Node {
  const { exponent, mantissa } = decompose(v, x);
  return withSpecialCases(v, x, compose(v, exponent, v.sub(mantissa, v.float(1))));
}

/** Of normal numbers, infinity and NaN alone, as what is bounded from below is: a third less to do. */
export function logOfNormal(v: Vectors, x: Node): Node {
  const bits = exponentBits(v, x);
  const result = compose(v, v.toFloat(bits), v.sub(v.subInt(x, bits), v.float(1)));
  return v.select(v.less(x, v.float(Infinity)), result, x);
}

/**
 * With 1 + x rounded to 2^e m, f = 2^-e (1 + x) - 1 is computed from x itself, so that nothing of it is lost: for
 * small x it is x.
 */
export function log1p(v: Vectors, x: Node): Node {
  const one = v.float(1);
  const sum = v.add(x, one);
  const bits = exponentBits(v, sum);
  // 2^-e, or 0 where that is next to nothing.
  const scale = v.op('i32x4.max_s', v.subInt(v.bits(ONE_BITS), bits), v.bits(0));
  const f = v.sub(v.subInt(x, bits), v.sub(one, scale));
  const result = withSpecialCases(v, sum, compose(v, v.toFloat(bits), f));
  // Which -0 has lost.
  return v.or(result, v.and(x, v.bits(SIGN)));
}
