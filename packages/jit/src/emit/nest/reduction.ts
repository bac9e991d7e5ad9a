import type { ElementType } from '../../ir/expression.js';
import type { Reduction } from '../../ir/kernel.js';
import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';
import { convert } from './convert.js';

const LARGEST_INT = 0x7fff_ffff;
const SMALLEST_INT = -0x8000_0000;

/** What a running reduction carries in each lane: one vector, or two. */
export type State = readonly Node[];

/** A reduction lane by lane. Any order of the elements gives the same, but for the rounding of float sums. */
export interface ReductionCode {
  /** The state of no elements. */
  readonly identity: State;
  /** The state of one element; `position` is its number in row-major order, for those that ask for it. */
  lift(value: Node, position: () => Node): State;
  combine(a: State, b: State): State;
  /** @param first the very first element of the row */
  finish(state: State, first: () => Node): Node;
}

/** Whether float products can be added to the state without being rounded. */
export function takesProducts(reduction: Reduction, type: ElementType): boolean {
  return reduction === 'sum' && type === 'float32';
}

export function reductionCode(v: Vectors, reduction: Reduction, type: ElementType): ReductionCode {
  switch (reduction) {
    case 'sum':
    case 'prod':
    case 'max':
    case 'min':
      return type === 'float32'
        ? floatCode(v, reduction)
        : type === 'int32'
          ? intCode(v, reduction)
          : // 0 and 1 as numbers, made 0 and 1 again.
            logicCode(v, reduction === 'sum' || reduction === 'max' ? 'any' : 'all', 'bool');
    case 'any':
    case 'all':
      return logicCode(v, reduction, type);
    case 'argMax':
    case 'argMin':
      return positionCode(v, reduction, type);
  }
}

function simple(identity: Node, combine: (a: Node, b: Node) => Node): ReductionCode {
  return {
    identity: [identity],
    lift: (value) => [value],
    combine: (a, b) => [combine(a[0]!, b[0]!)],
    finish: (state) => state[0]!,
  };
}

function floatCode(v: Vectors, reduction: 'sum' | 'prod' | 'max' | 'min'): ReductionCode {
  switch (reduction) {
    case 'sum':
      return simple(v.float(0), v.add);
    case 'prod':
      return simple(v.float(1), v.mul);
    case 'max':
      return extremeCode(v, v.float(-Infinity), v.atLeast);
    case 'min':
      return extremeCode(v, v.float(Infinity), v.atMost);
  }
}

/** NaN stays, which the cheap instructions for extremes do not see to; a mask keeps it in mind. */
function extremeCode(v: Vectors, identity: Node, extreme: (a: Node, b: Node) => Node): ReductionCode {
  return {
    identity: [identity, v.bits(0)],
    lift: (value) => [value, v.differ(value, value)],
    combine: (a, b) => [extreme(a[0]!, b[0]!), v.or(a[1]!, b[1]!)],
    finish: (state) => v.or(state[0]!, state[1]!),
  };
}

function intCode(v: Vectors, reduction: 'sum' | 'prod' | 'max' | 'min'): ReductionCode {
  switch (reduction) {
    case 'sum':
      return simple(v.bits(0), v.addInt);
    case 'prod':
      return simple(v.bits(1), (a, b) => v.op('i32x4.mul', a, b));
    case 'max':
      return simple(v.bits(SMALLEST_INT), (a, b) => v.op('i32x4.max_s', a, b));
    case 'min':
      return simple(v.bits(LARGEST_INT), (a, b) => v.op('i32x4.min_s', a, b));
  }
}

function logicCode(v: Vectors, reduction: 'any' | 'all', type: ElementType): ReductionCode {
  const code = reduction === 'any' ? simple(v.bits(0), v.or) : simple(v.bits(-1), v.and);
  return {
    ...code,
    lift: (value) => [convert(v, type, 'bool', value)],
    finish: (state) => convert(v, 'bool', type, state[0]!),
  };
}

/**
 * The position of the largest (smallest) element. Of equal ones the first wins; NaN never wins, but from the first
 * place nothing ousts it, as a comparison with NaN never holds.
 */
function positionCode(v: Vectors, reduction: 'argMax' | 'argMin', type: ElementType): ReductionCode {
  const isFloat = type === 'float32';
  const lowest = isFloat ? v.float(-Infinity) : v.bits(SMALLEST_INT);
  const greater = (a: Node, b: Node): Node => v.op(isFloat ? 'f32x4.gt' : 'i32x4.gt_s', a, b);
  const equal = (a: Node, b: Node): Node => v.op(isFloat ? 'f32x4.eq' : 'i32x4.eq', a, b);
  /** In the order in which the wanted element is the greatest. */
  const rank = (value: Node): Node => {
    const number = type === 'bool' ? convert(v, 'bool', 'int32', value) : value;
    if (reduction === 'argMax') return number;
    return isFloat ? v.neg(number) : v.not(number);
  };
  return {
    identity: [lowest, v.bits(LARGEST_INT)],
    lift: (value, position) => [isFloat ? v.atLeast(lowest, rank(value)) : rank(value), position()],
    combine: ([valueA, positionA], [valueB, positionB]) => {
      const before = v.op('i32x4.gt_s', positionA!, positionB!);
      const better = v.or(greater(valueB!, valueA!), v.and(equal(valueB!, valueA!), before));
      return [v.select(better, valueB!, valueA!), v.select(better, positionB!, positionA!)];
    },
    finish: (state, first) => (isFloat ? v.and(state[1]!, v.equal(first(), first())) : state[1]!),
  };
}

/** Lanes put together: what has four lanes has one state in all of them. */
function combineLanes(v: Vectors, code: ReductionCode, state: State): State {
  const half = code.combine(
    state,
    state.map((part) => v.shuffle(part, part, [2, 3, 0, 1])),
  );
  return code.combine(
    half,
    half.map((part) => v.shuffle(part, part, [1, 0, 3, 2])),
  );
}

/** Of up to four states: the lanes of each put together, the result of the i-th in lane i. */
export function combineRows(v: Vectors, code: ReductionCode, rows: readonly State[]): State {
  if (rows.length === 1) return combineLanes(v, code, rows[0]!);
  const pair = (a: State, b: State): State =>
    code.combine(
      a.map((part, i) => v.shuffle(part, b[i]!, [0, 4, 1, 5])),
      a.map((part, i) => v.shuffle(part, b[i]!, [2, 6, 3, 7])),
    );
  const row = (r: number): State => rows[Math.min(r, rows.length - 1)]!;
  const lower = pair(row(0), row(1));
  const upper = rows.length > 2 ? pair(row(2), row(3)) : lower;
  return code.combine(
    lower.map((part, i) => v.shuffle(part, upper[i]!, [0, 1, 4, 5])),
    lower.map((part, i) => v.shuffle(part, upper[i]!, [2, 3, 6, 7])),
  );
}
