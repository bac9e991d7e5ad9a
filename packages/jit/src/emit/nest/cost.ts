import type { BinaryOperator, Expression, UnaryOperator, Window } from '../../ir/expression.js';
import { nodesOf, rootsOf, variesAlong } from './inspect.js';
import type { Sweep } from './nest.js';

/**
 * Rough prices in vector instructions, to choose between ways of generating a kernel and to bound the size of loop
 * bodies. What is not named costs one.
 */
const unaryCost: Partial<Record<UnaryOperator, number>> = {
  sqrt: 4,
  rsqrt: 8,
  reciprocal: 4,
  exp: 14,
  expm1: 18,
  log: 24,
  log1p: 32,
  sin: 30,
  cos: 30,
  tan: 36,
  asin: 24,
  acos: 24,
  atan: 24,
  sinh: 30,
  cosh: 20,
  tanh: 24,
  asinh: 40,
  acosh: 36,
  atanh: 36,
  sigmoid: 20,
  softplus: 36,
  erf: 36,
  elu: 20,
  selu: 22,
};

const binaryCost: Partial<Record<BinaryOperator, number>> = {
  div: 4,
  floorDiv: 8,
  mod: 12,
  pow: 60,
  atan2: 30,
  squaredDifference: 2,
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
      return unaryCost[e.operator] ?? 1;
    case 'binary':
      return (binaryCost[e.operator] ?? 1) * (e.a.type === 'int32' && binaryCost[e.operator] ? 4 : 1);
    default:
      return 1;
  }
}

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
