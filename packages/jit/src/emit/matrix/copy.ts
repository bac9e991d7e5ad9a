import type { Window } from '../../ir/expression.js';
import { load, store, type Point } from '../nest/access.js';
import type { Frame } from '../nest/frame.js';
import { dimensionsOf, type Product } from './product.js';

/** A strip of b: so many columns, over a part of k. Both begin somewhere from the loops around. */
export interface StripOfB {
  readonly column: number;
  readonly columns: number;
  readonly from: number;
  readonly size: number;
}

/** Rows of whole vectors, in a buffer behind the kernel's own. */
function scratchWindow(product: Product, columns: number): Window {
  const { column, step } = dimensionsOf(product);
  const strides = product.b.strides.map(() => 0);
  strides[column] = 1;
  strides[step] = 4 * Math.ceil(columns / 4);
  return { buffer: product.buffers, offset: 0, strides };
}

/** The product with b read from the copy of a strip. */
export function copied(product: Product, columns: number): Product {
  return { ...product, b: scratchWindow(product, columns) };
}

/** Copies a strip of b, so that its steps lie one behind the other. */
export function copyStrip(frame: Frame, product: Product, { column, columns, from, size }: StripOfB): void {
  const dimensions = dimensionsOf(product);
  const target = scratchWindow(product, columns);
  const offsets = target.strides.map(() => 0);
  frame.loop(dimensions.step, 1, size, () => {
    for (let first = 0; first < columns; first += 4) {
      offsets[dimensions.column] = first;
      const point: Point = { offsets: [...offsets], laneDimension: dimensions.column, lanes: 4 };
      const source = [...offsets];
      source[dimensions.n] = column;
      source[dimensions.k] = from;
      const vector = load(frame, product.b, {
        ...point,
        offsets: source,
        lanes: Math.min(4, columns - first),
      });
      store(frame, target, point, vector);
    }
  });
}
