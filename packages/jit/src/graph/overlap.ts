import type { Window } from '../ir/expression.js';
import { storageOf, type Value } from './value.js';

/** A multiple of a whole number that lies between two bounds, both included: one term of an equation. */
export interface Term {
  readonly factor: number;
  readonly from: number;
  readonly to: number;
}

/** After so many attempts the answer is a guess. Strides that nest, as those of tensors do, need a few only. */
const MOST_ATTEMPTS = 200;

/**
 * Whether the terms can sum up to the total. The answer may be a wrong yes, never a wrong no.
 *
 * Memory is addressed by such sums, one term a dimension, so this tells whether two windows meet.
 */
export function canSumTo(total: number, terms: readonly Term[]): boolean {
  let rest = total;
  // Each as factor > 0 times 0 .. count; terms of the same factor are one.
  const counts = new Map<number, number>();
  for (const { factor, from, to } of terms) {
    if (to < from) return false;
    if (factor === 0 || to === from) {
      rest -= factor * from;
      continue;
    }
    rest -= factor > 0 ? factor * from : factor * to;
    const size = Math.abs(factor);
    counts.set(size, (counts.get(size) ?? 0) + to - from);
  }
  const factors = [...counts.keys()].sort((a, b) => b - a);
  /** The greatest sum of the terms from `i` on, and what all of them are multiples of. */
  const greatest = new Array<number>(factors.length + 1).fill(0);
  const divisor = new Array<number>(factors.length + 1).fill(0);
  for (let i = factors.length - 1; i >= 0; i--) {
    greatest[i] = greatest[i + 1]! + factors[i]! * counts.get(factors[i]!)!;
    divisor[i] = greatestCommonDivisor(factors[i]!, divisor[i + 1]!);
  }
  let attempts = 0;
  const solve = (i: number, sum: number): boolean => {
    if (sum < 0 || sum > greatest[i]!) return false;
    if (i === factors.length) return true;
    if (sum % divisor[i]! !== 0) return false;
    if (++attempts > MOST_ATTEMPTS) return true;
    const factor = factors[i]!;
    const most = Math.min(counts.get(factor)!, Math.floor(sum / factor));
    const least = Math.max(0, Math.ceil((sum - greatest[i + 1]!) / factor));
    for (let count = most; count >= least; count--) {
      if (solve(i + 1, sum - factor * count)) return true;
    }
    return false;
  };
  return solve(0, rest);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/** A window together with the extents of the index space it runs over. */
export interface Area {
  readonly window: Window;
  readonly extents: readonly number[];
}

/** Whether two windows onto the same value have an element in common. The answer may be a wrong yes. */
export function meet(a: Area, b: Area): boolean {
  if (a.extents.includes(0) || b.extents.includes(0)) return false;
  const terms = (area: Area, sign: 1 | -1): Term[] =>
    area.window.strides.map((stride, d) => ({ factor: sign * stride, from: 0, to: area.extents[d]! - 1 }));
  return canSumTo(b.window.offset - a.window.offset, [...terms(a, 1), ...terms(b, -1)]);
}

/**
 * How many indices of a dimension of an area, from the first or from the last one on, lead to no element that another
 * area has. The areas are of the same value. The answer may be too low, never too high.
 */
export function apartFrom(others: readonly Area[], area: Area, axis: number, end: 'first' | 'last'): number {
  const { window, extents } = area;
  const extent = extents[axis]!;
  const areApart = (count: number): boolean => {
    const offset = end === 'first' ? 0 : (extent - count) * window.strides[axis]!;
    const part: Area = {
      window: { ...window, offset: window.offset + offset },
      extents: extents.with(axis, count),
    };
    return !others.some((other) => meet(part, other));
  };
  let [apart, beyond] = [0, extent + 1];
  // Most often nothing is apart: that is tried first.
  for (let count = 1; beyond - apart > 1; count = (apart + beyond) >> 1) {
    if (areApart(count)) apart = count;
    else beyond = count;
  }
  return apart;
}

/**
 * Whether two windows onto the same value have an element in common within one point of the first `rank` dimensions,
 * which both index spaces have.
 */
export function meetInRow(a: Area, b: Area, rank: number): boolean {
  if (a.window.buffer !== b.window.buffer) return false;
  const terms: Term[] = [];
  for (let d = 0; d < rank; d++) {
    const factor = a.window.strides[d]! - b.window.strides[d]!;
    terms.push({ factor, from: 0, to: a.extents[d]! - 1 });
  }
  for (let d = rank; d < a.extents.length; d++) {
    terms.push({ factor: a.window.strides[d]!, from: 0, to: a.extents[d]! - 1 });
  }
  for (let d = rank; d < b.extents.length; d++) {
    terms.push({ factor: -b.window.strides[d]!, from: 0, to: b.extents[d]! - 1 });
  }
  return canSumTo(b.window.offset - a.window.offset, terms);
}

/**
 * Whether two accesses in one step of a loop (or outside of loops) may touch the same memory. Different steps of a value
 * over time lie apart.
 */
export function mayMeet(values: readonly Value[], a: Area, b: Area): boolean {
  const first = values[a.window.buffer]!;
  const second = values[b.window.buffer]!;
  if (first === second) return meet(a, b);
  if (storageOf(first) !== storageOf(second)) return false;
  if (first.origin.kind !== 'step' || second.origin.kind !== 'step' || first.size !== second.size)
    return true;
  return first.origin.shift === second.origin.shift && meet(a, b);
}
