import type { BinaryOperator, Expression, UnaryOperator, Window } from '../../ir/expression.js';
import { isAtLeastNormal, nodesOf, rootsOf, variesAlong } from './inspect.js';
import type { Sweep } from './nest.js';

/**
 * Prices in vector instructions, to choose between ways of generating a kernel and to bound the size of loop bodies:
 * how many there are with fused products and sums, a division or a square root counting as four. What is not named
 * costs one.
 */
const unaryCost: Partial<Record<UnaryOperator, number>> = {
  sqrt: 4,
  rsqrt: 8,
  reciprocal: 4,
  round: 3,
  sign: 5,
  exp: 15,
  expm1: 20,
  log: 28,
  log1p: 29,
  sin: 89,
  cos: 88,
  tan: 92,
  asin: 21,
  acos: 24,
  atan: 22,
  sinh: 50,
  cosh: 22,
  tanh: 17,
  asinh: 50,
  acosh: 44,
  atanh: 40,
  sigmoid: 19,
  softplus: 27,
  erf: 81,
  relu: 2,
  relu6: 3,
  elu: 22,
  selu: 24,
  isInf: 2,
  isFinite: 2,
};

const LOG_OF_NORMAL = 19;

const binaryCost: Partial<Record<BinaryOperator, number>> = {
  div: 4,
  floorDiv: 19,
  mod: 190,
  pow: 88,
  atan2: 34,
  squaredDifference: 2,
};

/** Of int32, where instructions are missing. */
const integerCost: Partial<Record<BinaryOperator, number>> = {
  div: 30,
  floorDiv: 32,
  mod: 35,
  pow: 36,
  atan2: 53,
  squaredDifference: 23,
};

/** Of an access to four elements with a stride: one vector, one element for all, or element by element. */
function accessCost(window: Window, lane: number | undefined): number {
  const stride = lane === undefined ? 0 : window.strides[lane]!;
  if (stride === 0 || stride === 1) return 1;
  return stride === -1 ? 2 : 6;
}

/** Instructions of a node itself, without its operands. */
export function nodeCost(e: Expression, lane: number | undefined): number {
  switch (e.kind) {
    case 'load':
      return accessCost(e.window, lane);
    case 'gather':
      return lane === undefined || !variesAlong(e.place, lane) ? 3 + accessCost(e.window, lane) : 14;
    case 'constant':
    case 'accumulator':
      return 0;
    case 'unary':
      return e.operator === 'log' && isAtLeastNormal(e.x) ? LOG_OF_NORMAL : (unaryCost[e.operator] ?? 1);
    case 'binary':
      return (e.a.type === 'int32' ? integerCost : binaryCost)[e.operator] ?? 1;
    default:
      return 1;
  }
}

/** Instructions of a function that is a long chain: each waits for the one before. */
const CHAIN = 10;

/** Whether a value is computed by a long chain of instructions, which others should run beside. */
export const isChain = (e: Expression, lane: number | undefined): boolean =>
  e.kind === 'unary' && nodeCost(e, lane) >= CHAIN;

/**
 * Instructions at one point of a sweep, for up to four elements along the lane dimension.
 *
 * @param counts which values are computed there; all unless given
 */
export function pointCost(
  sweep: Sweep,
  lane: number | undefined,
  counts: (e: Expression) => boolean = () => true,
): number {
  const { accumulations, stores } = sweep;
  const values = nodesOf(rootsOf(sweep)).reduce((sum, e) => sum + (counts(e) ? nodeCost(e, lane) : 0), 0);
  const written = stores.reduce((sum, { window }) => sum + accessCost(window, lane), 0);
  return values + written + accumulations.length;
}
