import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';
import { expm1, expTimes2To64 } from './exponential.js';

/** The activation functions of networks. */

const SIGN = 0x80000000 | 0;
const SELU_ALPHA = 1.7580993408473768;
const SELU_SCALE = 1.0507009873554805;

/** exp x / (1 + exp x), which is exact to the last bits as x goes to -infinity, and 1 from 18 on. */
export function sigmoid(v: Vectors, x: Node): Node {
  const power = expTimes2To64(v, v.atMost(x, v.float(18)));
  return v.div(power, v.add(power, v.float(2 ** 64)));
}

/** log(1 + u) / u for u in [0, 1], to 3.3e-8. */
const LOG1P = [
  1, -0.49999648332595825, 0.33321329951286316, -0.24857217073440552, 0.1915384829044342,
  -0.13754187524318695, 0.07920882850885391, -0.030068300664424896, 0.005365422461181879,
];

/** Below it tfjs takes exp x for the result, which is up to 4.4e-7 (of it) more. */
const SOFTPLUS_IS_EXP = -13.942384719848633;

/** log(1 + exp x) = max(x, 0) + log(1 + exp -|x|) */
export function softplus(v: Vectors, x: Node): Node {
  const negative = v.or(x, v.bits(SIGN));
  const power = v.mul(expTimes2To64(v, negative), v.float(2 ** -64));
  const u = v.and(power, v.atLeastMask(negative, v.float(SOFTPLUS_IS_EXP)));
  return v.multiplyAdd(power, v.polynomial(u, LOG1P), v.atLeast(x, v.float(0)));
}

/**
 * 2 t / (1 + t^2) with t = tanh(x / 2) = u / q, a quotient of polynomials in x^2 with u = x + x^3 p(x^2): as t nears
 * 1, its error matters less and less.
 */
const TANH_OF_HALF = {
  p: [0.029777079820632935, 0.00011432666360633448],
  q: [2, 0.2262207567691803, 0.00241378927603364, 2.461194299030467e-6],
};
/** From here on the result is 1. (Rounded as below; a little further on it would exceed 1 in places.) */
const TANH_IS_ONE = 8.703125;

export function tanh(v: Vectors, x: Node): Node {
  const y = v.atLeast(v.atMost(x, v.float(TANH_IS_ONE)), v.float(-TANH_IS_ONE));
  const square = v.mul(y, y);
  const u = v.multiplyAdd(v.mul(y, square), v.polynomial(square, TANH_OF_HALF.p), y);
  const q = v.polynomial(square, TANH_OF_HALF.q);
  return v.div(v.mul(v.add(u, u), q), v.multiplyAdd(q, q, v.mul(u, u)));
}

export function elu(v: Vectors, x: Node): Node {
  return v.select(v.atLeastMask(x, v.float(0)), x, expm1(v, x));
}

export function selu(v: Vectors, x: Node): Node {
  const negative = v.mul(v.float(SELU_ALPHA), expm1(v, x));
  return v.select(v.atLeastMask(x, v.float(0)), v.mul(v.float(SELU_SCALE), x), negative);
}
