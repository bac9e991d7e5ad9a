import type { ElementType, Expression, Window } from './expression.js';

/** Writes the value of an expression through a window at each point of an index space. */
export interface Store {
  readonly type: ElementType;
  readonly window: Window;
  readonly value: Expression;
}

export type Reduction = 'sum' | 'prod' | 'max' | 'min' | 'any' | 'all' | 'argMax' | 'argMin';

/**
 * One sweep of a row kernel over its inner dimensions.
 *
 * - accumulate: reduces `value` over the inner dimensions into the accumulators numbered from `first`. (argMax and
 *   argMin give the int32 position in row-major order over the inner dimensions; the first one wins a tie.)
 *   Sums of float32 may be taken in any order.
 * - store over 'all': writes at each point of outer x inner.
 * - store over 'outer': writes once a row; its expressions contain accumulators but no inner dimension
 *   (inner strides of all their windows are 0).
 */
export type Pass =
  | {
      readonly kind: 'accumulate';
      readonly first: number;
      readonly accumulators: readonly { readonly reduction: Reduction; readonly value: Expression }[];
    }
  | { readonly kind: 'store'; readonly over: 'all' | 'outer'; readonly stores: readonly Store[] };

/**
 * A fused kernel over `outer x inner`: for each row (a point of the outer dimensions) the passes run one after the
 * other, and a pass may use the accumulators of the passes before it. That one form covers
 *
 * - element-wise kernels (no inner dimension, one store pass), several outputs over the same index space included;
 * - reductions with fused inputs and a fused use of the result;
 * - softmax, normalisation and their gradients (max, sum of exp, store).
 *
 * Index numbering in windows and `index` expressions: the outer dimensions first, then the inner ones.
 * Within a pass, a store may write a buffer that the pass loads only through the same window (in place). A later pass
 * of the same row sees what earlier passes of that row stored, through any window; rows never read what other rows
 * wrote. Two parameters of a call may stand for the same memory only if the kernel writes neither.
 * Any extent may be 0 (then accumulators keep their identity, and 'all' stores write nothing) or 1.
 */
export interface RowKernel {
  readonly kind: 'row';
  readonly outer: readonly number[];
  readonly inner: readonly number[];
  readonly passes: readonly Pass[];
  /**
   * The dimension, outer or the first inner one, whose extent is given when the kernel is called: by its last parameter.
   * What `outer` or `inner` says of it only serves to estimate costs. So one kernel does for all numbers of time steps.
   */
  readonly given?: number | undefined;
  /** How many parameters the kernel takes: its buffers, in the order of `Window.buffer`, and what is given. */
  readonly buffers: number;
}

/**
 * A batch of matrix products with a fused use of the result:
 * `product[b, m, n] = sum_k a[b, m, k] * b[b, k, n]`, then each store with `accumulator 0` standing for the product.
 *
 * Windows of `a` run over [...batch, m, k], of `b` over [...batch, k, n]; windows of the stores and of loads in their
 * expressions run over [...batch, m, n]. Strides say what is transposed or broadcast over the batch.
 * A store never writes a buffer that `a` or `b` reads.
 */
export interface MatrixKernel {
  readonly kind: 'matrix';
  readonly batch: readonly number[];
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: Window;
  readonly b: Window;
  readonly stores: readonly Store[];
  /** Whether the extent of the first dimension of the batch, or k, is given as for a row kernel. */
  readonly given?: 'batch' | 'k' | undefined;
  readonly buffers: number;
}

export type Kernel = RowKernel | MatrixKernel;

/** The kernel that one with a given extent is when that is known. */
export function withExtent(kernel: Kernel, extent: number): Kernel {
  const set = (extents: readonly number[], at: number): number[] =>
    extents.map((known, d) => (d === at ? extent : known));
  if (kernel.kind === 'matrix') {
    const { given, ...rest } = kernel;
    return given === 'k' ? { ...rest, k: extent } : { ...rest, batch: set(kernel.batch, 0) };
  }
  const { given, ...rest } = kernel;
  const { outer, inner } = kernel;
  return { ...rest, outer: set(outer, given!), inner: set(inner, given! - outer.length) };
}
