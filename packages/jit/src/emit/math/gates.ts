import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';
import { exp, expm1 } from './exponential.js';
import { log1p } from './logarithm.js';

/** The activation functions that networks use, but for tanh. */
const SELU_ALPHA = 1.7580993408473768;
const SELU_SCALE = 1.0507009873554805;

/** exp x / (1 + exp x), which is exact to the last bits as x goes to -infinity. */
export function sigmoid(v: Vectors, x: Node): Node {
  const power = exp(v, v.atMost(x, v.float(20)));
  return v.div(power, v.add(power, v.float(1)));
}

/** log(1 + exp x) = max(x, 0) + log(1 + exp -|x|) */
export function softplus(v: Vectors, x: Node): Node {
  return v.add(v.atLeast(x, v.float(0)), log1p(v, exp(v, v.neg(v.abs(x)))));
}

export function elu(v: Vectors, x: Node): Node {
  return v.select(v.atLeastMask(x, v.float(0)), x, expm1(v, x));
}

export function selu(v: Vectors, x: Node): Node {
  const negative = v.mul(v.float(SELU_ALPHA), expm1(v, x));
  return v.select(v.atLeastMask(x, v.float(0)), v.mul(v.float(SELU_SCALE), x), negative);
}
