import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';

/**
 * log x = e ln 2 + log m with x = 2^e m and m in [sqrt 1/2, sqrt 2). ln 2 is added in two parts, the larger one exact
 * in products with e.
 */
const LN2_HIGH = 0.693359375;
const LN2_LOW = -2.1219444005469057e-4;
const SQRT_HALF_BITS = 0x3f3504f3;
const SMALLEST_NORMAL = 2 ** -126;

/** (log(1 + f) - f + f^2 / 2) / f^3 for 1 + f in [sqrt 1/2, sqrt 2], to 6e-9 of log(1 + f). */
const LOG = [
  0.3333333134651184, -0.250008225440979, 0.20001226663589478, -0.16623355448246002, 0.1420176774263382,
  -0.13160207867622375, 0.12761521339416504, -0.0763435959815979,
];

interface Decomposed {
  /** e, as float. */
  readonly exponent: Node;
  readonly mantissa: Node;
}

/** x = 2^exponent * mantissa for every positive float; nonsense, but finite, for others. */
export function decompose(v: Vectors, x: Node): Decomposed {
  const denormal = v.less(x, v.float(SMALLEST_NORMAL));
  const normal = v.select(denormal, v.mul(x, v.float(2 ** 23)), x);
  const bits = v.subInt(normal, v.bits(SQRT_HALF_BITS));
  const exponent = v.addInt(v.shiftRight(bits, 23), v.and(denormal, v.bits(-23)));
  const mantissa = v.addInt(v.and(bits, v.bits(0x007fffff)), v.bits(SQRT_HALF_BITS));
  return { exponent: v.toFloat(exponent), mantissa };
}

/** e ln 2 + log(1 + f) + correction */
function compose(v: Vectors, e: Node, f: Node, correction?: Node): Node {
  const square = v.mul(f, f);
  const low = v.mul(e, v.float(LN2_LOW));
  const rest = v.multiplyAdd(
    v.mul(square, f),
    v.polynomial(f, LOG),
    correction ? v.add(low, correction) : low,
  );
  const sum = v.add(f, v.subtractProduct(square, v.float(0.5), rest));
  return v.multiplyAdd(e, v.float(LN2_HIGH), sum);
}

/** -infinity at 0, infinity at infinity, NaN below 0 and at NaN; elsewhere the given result. */
function withSpecialCases(v: Vectors, x: Node, result: Node): Node {
  const zero = v.float(0);
  const usual = v.and(v.greater(x, zero), v.less(x, v.float(Infinity)));
  // All bits set are NaN.
  const outside = v.or(x, v.less(x, zero));
  return v.select(usual, result, v.select(v.equal(x, zero), v.float(-Infinity), outside));
}

export function log(v: Vectors, x: Node): Node {
  const { exponent, mantissa } = decompose(v, x);
  return withSpecialCases(v, x, compose(v, exponent, v.sub(mantissa, v.float(1))));
}

export function log1p(v: Vectors, x: Node): Node {
  const one = v.float(1);
  const u = v.add(x, one);
  const { exponent, mantissa } = decompose(v, u);
  // What was lost in 1 + x, relative to u; nothing if x itself is small enough for f.
  const direct = v.equal(exponent, v.float(0));
  const lost = v.select(v.less(x, one), v.sub(x, v.sub(u, one)), v.sub(one, v.sub(u, x)));
  const correction = v.without(v.div(lost, u), direct);
  const f = v.select(direct, x, v.sub(mantissa, one));
  const result = withSpecialCases(v, u, compose(v, exponent, f, correction));
  return v.select(v.less(v.abs(x), v.float(2 ** -24)), x, result);
}
