import { rewriter, type LeafRules } from '../../graph/rewrite.js';
import type { Expression, Window } from '../../ir/expression.js';
import type { Kernel, MatrixKernel, Reduction, RowKernel, Store } from '../../ir/kernel.js';

export interface Accumulation {
  /** The number that later expressions know the result by. */
  readonly index: number;
  readonly reduction: Reduction;
  readonly value: Expression;
}

/** One walk over the inner dimensions ('all'), or one visit of the row ('outer'): values first, then stores. */
export interface Sweep {
  readonly over: 'all' | 'outer';
  readonly accumulations: readonly Accumulation[];
  readonly stores: readonly Store[];
}

/**
 * The one form that code is generated from: for each point of the outer dimensions, the sweeps one after the other.
 * Dimensions are numbered through, the outer ones first.
 */
export interface Nest {
  readonly outer: readonly number[];
  readonly inner: readonly number[];
  readonly sweeps: readonly Sweep[];
  /** The dimension whose extent is the last parameter. Loops over it are neither vectors nor unrolled. */
  readonly given: number | undefined;
  readonly buffers: number;
}

export function nestOf(kernel: Kernel): Nest {
  const { outer, inner, passes, given, buffers } = kernel.kind === 'row' ? kernel : rowsOf(kernel);
  const sweeps = passes.map((pass): Sweep =>
    pass.kind === 'store'
      ? { over: pass.over, accumulations: [], stores: pass.stores }
      : {
          over: 'all',
          accumulations: pass.accumulators.map((each, i) => ({ ...each, index: pass.first + i })),
          stores: [],
        },
  );
  return { outer, inner, sweeps, given, buffers };
}

/** A matrix product is a sum of products over k for each row (batch, m, n). */
function rowsOf({ batch, m, n, k, a, b, stores, buffers }: MatrixKernel): RowKernel {
  const rank = batch.length;
  const load = (window: Window, strides: readonly number[]): Expression => ({
    kind: 'load',
    type: 'float32',
    window: { ...window, strides: [...window.strides.slice(0, rank), ...strides] },
  });
  const product: Expression = {
    kind: 'binary',
    type: 'float32',
    operator: 'mul',
    // Over [...batch, m, n, k].
    a: load(a, [a.strides[rank]!, 0, a.strides[rank + 1]!]),
    b: load(b, [0, b.strides[rank + 1]!, b.strides[rank]!]),
  };
  const extend = (window: Window): Window => ({ ...window, strides: [...window.strides, 0] });
  const rewrite = rewriter({ window: extend });
  return {
    kind: 'row',
    outer: [...batch, m, n],
    inner: [k],
    passes: [
      { kind: 'accumulate', first: 0, accumulators: [{ reduction: 'sum', value: product }] },
      {
        kind: 'store',
        over: 'outer',
        stores: stores.map(({ type, window, value }) => ({
          type,
          window: extend(window),
          value: rewrite(value),
        })),
      },
    ],
    buffers,
  };
}

/** Rewrites all expressions, and the windows of loads and stores by `rules.window`. */
export function rewriteSweeps(sweeps: readonly Sweep[], rules: LeafRules): Sweep[] {
  const rewrite = rewriter(rules);
  return sweeps.map(({ over, accumulations, stores }) => ({
    over,
    accumulations: accumulations.map((each) => ({ ...each, value: rewrite(each.value) })),
    stores: stores.map(({ type, window, value }) => ({
      type,
      window: rules.window?.(window) ?? window,
      value: rewrite(value),
    })),
  }));
}
