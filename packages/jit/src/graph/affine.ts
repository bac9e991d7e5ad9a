import { binary, constant } from '../ir/build.js';
import type { Expression, Window } from '../ir/expression.js';
import type { LeafRules } from './rewrite.js';

/** An index as a sum over other indices: `offset + sum_d factors[d] * i_d`. */
interface AffineIndex {
  readonly offset: number;
  readonly factors: readonly number[];
}

/** What each index of one index space is, in terms of the indices of another. */
export type IndexMap = readonly AffineIndex[];

/** The map that renames dimensions: old dimension d is new dimension `target[d]`, or stands still at 0. */
export function renaming(target: readonly (number | undefined)[], rank: number): IndexMap {
  return target.map((to) => ({
    offset: 0,
    factors: Array.from({ length: rank }, (_, d) => (d === to ? 1 : 0)),
  }));
}

/** The window that gives at the new indices what the given one gives at the old. */
export function throughMap(window: Window, map: IndexMap, rank: number): Window {
  let offset = window.offset;
  const strides = new Array<number>(rank).fill(0);
  window.strides.forEach((stride, d) => {
    if (stride === 0) return;
    const index = map[d]!;
    offset += stride * index.offset;
    for (let i = 0; i < rank; i++) strides[i]! += stride * index.factors[i]!;
  });
  return { buffer: window.buffer, offset, strides };
}

function indexExpression({ offset, factors }: AffineIndex): Expression {
  return factors.reduce<Expression>(
    (sum, factor, dimension) =>
      factor === 0
        ? sum
        : binary(
            'add',
            sum,
            binary('mul', { kind: 'index', type: 'int32', dimension }, constant('int32', factor)),
          ),
    constant('int32', offset),
  );
}

/** Rules that move an expression to the new index space. */
export function mapRules(map: IndexMap, rank: number): LeafRules {
  return {
    window: (window) => throughMap(window, map, rank),
    index: ({ dimension }) => indexExpression(map[dimension]!),
  };
}
