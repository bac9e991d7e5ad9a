import type { BinaryOperator, Expression, UnaryOperator, Window } from '../ir/expression.js';

/**
 * About how long things take, in cycles for a vector of four elements. The figures are rough; passes use them to tell
 * what is cheaper to compute again from what is cheaper to keep.
 */
export const LOAD = 0.7;
export const STORE = 1;

/** What a first-level cache holds, in elements. What is larger comes from farther away, which takes longer. */
const NEAR = 8192;
const FAR_LOAD = 1.4;
const FAR_STORE = 2.5;

/** Whether a window runs over more than the first-level cache holds. */
function isFar({ strides }: Window, extents: readonly number[]): boolean {
  return strides.reduce((span, stride, d) => span + Math.abs(stride) * (extents[d]! - 1), 1) > NEAR;
}

export const loadCost = (window: Window, extents: readonly number[]): number =>
  isFar(window, extents) ? FAR_LOAD : LOAD;

export const storeCost = (window: Window, extents: readonly number[]): number =>
  isFar(window, extents) ? FAR_STORE : STORE;

const unaryCosts: Partial<Record<UnaryOperator, number>> = {
  sqrt: 4,
  rsqrt: 8,
  reciprocal: 4,
  exp: 12,
  expm1: 20,
  log: 14,
  log1p: 20,
  sin: 30,
  cos: 30,
  tan: 40,
  asin: 40,
  acos: 40,
  atan: 40,
  sinh: 30,
  cosh: 30,
  tanh: 16,
  asinh: 40,
  acosh: 40,
  atanh: 40,
  sigmoid: 16,
  softplus: 30,
  erf: 25,
  elu: 16,
  selu: 16,
};

const binaryCosts: Partial<Record<BinaryOperator, number>> = {
  div: 4,
  floorDiv: 6,
  mod: 20,
  pow: 60,
  atan2: 50,
};

/** What one expression costs by itself, without its operands. */
export function costOf(expression: Expression): number {
  switch (expression.kind) {
    case 'load':
      return LOAD;
    case 'gather':
      return 4;
    case 'unary':
      return unaryCosts[expression.operator] ?? 0.4;
    case 'binary':
      return binaryCosts[expression.operator] ?? 0.4;
    case 'select':
    case 'cast':
      return 0.5;
    case 'index':
      return 0.5;
    case 'constant':
    case 'accumulator':
      return 0;
  }
}
