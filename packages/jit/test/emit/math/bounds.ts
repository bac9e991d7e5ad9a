import type { BinaryOperator, UnaryOperator } from '../../../src/ir/expression.js';

/**
 * The largest errors allowed, in units of the last place of the exact result, with and without fused products and sums.
 * Half a unit is the rounding that no result escapes. What is not named is exact but for that.
 */
export const unaryBounds: Partial<Record<UnaryOperator, number>> = {
  rsqrt: 1.5,
  exp: 3.25,
  expm1: 1.5,
  log: 1.25,
  log1p: 2,
  sin: 1.75,
  cos: 1.75,
  tan: 3.75,
  asin: 2.25,
  acos: 1.5,
  atan: 2.25,
  sinh: 3.25,
  cosh: 3.5,
  // 3e-7 of the result.
  tanh: 4.5,
  asinh: 2.25,
  acosh: 2.5,
  atanh: 2.75,
  sigmoid: 2.5,
  softplus: 3,
  elu: 1.5,
  selu: 2.5,
  erf: 0.75,
};

export const binaryBounds: Partial<Record<BinaryOperator, number>> = {
  pow: 4,
  atan2: 2.25,
  squaredDifference: 2,
};

/** tfjs loses the digits of exp x - 1 near 0; generated code does not, and so differs by them. */
export const noise: Partial<Record<UnaryOperator, number>> = { elu: 2 ** -53, selu: 2 ** -52 };
