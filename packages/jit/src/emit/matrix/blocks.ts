import { binary } from '../../ir/build.js';
import type { Window } from '../../ir/expression.js';
import { dimensionsOf, rewrite, type Product } from './product.js';

/**
 * A product whose dimensions m, n and k are each two: one that steps from block to block, and one within the block (a
 * row, a column, a step of the sum). What is kept for one block only can then be found by the latter.
 */
export interface BlockedProduct extends Product {
  /** The numbers of the dimensions. */
  readonly dimensions: ReturnType<typeof dimensionsOf> & {
    readonly row: number;
    readonly column: number;
    readonly step: number;
  };
}

export function blocked(product: Product): BlockedProduct {
  const outer = dimensionsOf(product);
  const { m, n, k } = outer;
  const inner = [m, n, k];
  const within = (d: number): number => product.extents.length + inner.indexOf(d);
  const extended = rewrite(product, {
    window: (window) => ({
      ...window,
      strides: [...window.strides, ...inner.map((d) => window.strides[d]!)],
    }),
    index: (index) =>
      inner.includes(index.dimension)
        ? binary('add', index, { ...index, dimension: within(index.dimension) })
        : index,
  });
  return { ...extended, dimensions: { ...outer, row: within(m), column: within(n), step: within(k) } };
}

/** Vectors that each half of the scratch memory holds. */
export const HALF_OF_SCRATCH = 2048;

/**
 * The sums of a strip, or of all strips of its rows, `width` vectors a row. Scratch memory is one buffer more than the
 * kernel has.
 */
export function heldSums(
  { buffers, dimensions, a }: BlockedProduct,
  holds: 'strip' | 'rows',
  width: number,
): Window {
  const strides = a.strides.map(() => 0);
  strides[dimensions.row] = 4 * width;
  strides[dimensions.column] = 1;
  if (holds === 'rows') strides[dimensions.n] = 1;
  return { buffer: buffers, offset: 0, strides };
}

/** A copy of a block of b, `width` vectors a step. */
export function copyOfB({ buffers, dimensions, b }: BlockedProduct, width: number): Window {
  const strides = b.strides.map(() => 0);
  strides[dimensions.step] = 4 * width;
  strides[dimensions.column] = 1;
  return { buffer: buffers, offset: 4 * HALF_OF_SCRATCH, strides };
}
