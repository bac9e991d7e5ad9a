import type { Store } from '../../ir/kernel.js';
import { loadsOf } from '../nest/inspect.js';
import { dimensionsOf, type Product } from './product.js';
import type { Run } from './tiling.js';

/** Parts of k that are done one after the other, each for the whole result. */
export interface Phase {
  readonly parts: Run;
  /** Whether to go on with the sums of earlier parts, which `partialStore` holds. */
  readonly goesOn: boolean;
  readonly stores: readonly Store[];
}

/** Steps of a part; with 42 to 112 the first cache holds what tiles share, and reloading sums costs next to nothing. */
const PART = 80;
/** Bytes of the first cache that one tile after the other may read again. */
const SHARED = 24 * 1024;
const CACHE_LINE = 64;
/** With fewer rows there is little to share. */
const FEWEST_ROWS = 16;

/**
 * How k is cut if lanes run along n. The tiles of a strip share its part of b, and neighbouring tiles share cache lines
 * of a that is not contiguous along k (the gradient of weights is such a product, with a long k); if all that does not
 * fit into the first cache, a short part of k at a time does. x^T[130, 336] dy[336, 400] gains half: 33 GFLOP/s in
 * one part, 50 in four.
 */
export function partsOf(product: Product): Run {
  const { extents, a } = product;
  const { m, k } = dimensionsOf(product);
  const size = extents[k]!;
  const shared = size * CACHE_LINE * (a.strides[k] === 1 ? 1 : 2);
  if (shared <= SHARED || extents[m]! < FEWEST_ROWS || !partialStore(product))
    return { offset: 0, size, count: 1 };
  const length = Math.ceil(size / Math.round(size / PART));
  const count = Math.ceil(size / length);
  return { offset: size - (count - 1) * length, size: length, count };
}

/** @param size of a part, of which the first may be shorter */
export function phasesOf(product: Product, { offset, size, count }: Run): Phase[] {
  const { stores } = product;
  if (count === 1) return [{ parts: { offset: 0, size, count }, goesOn: false, stores }];
  const partial = [partialStore(product)!];
  const isAll = stores.length === 1;
  const end = offset + (count - 2) * size;
  const phases: Phase[] = [
    { parts: { offset: 0, size: offset, count: 1 }, goesOn: false, stores: partial },
    { parts: { offset, size, count: count - (isAll ? 1 : 2) }, goesOn: true, stores: partial },
    { parts: { offset: end, size, count: isAll ? 0 : 1 }, goesOn: true, stores },
  ];
  return phases.filter(({ parts }) => parts.count > 0);
}

/** A store that can hold sums: it takes the product as it is, and nothing else reads or writes what it writes. */
export function partialStore({ extents, stores }: Product): Store | undefined {
  const loaded = new Set(loadsOf(stores.map(({ value }) => value)).map(({ buffer }) => buffer));
  return stores.find(
    ({ value, window: { buffer, strides } }) =>
      value.kind === 'accumulator' &&
      !loaded.has(buffer) &&
      stores.filter((other) => other.window.buffer === buffer).length === 1 &&
      extents.slice(0, -1).every((extent, d) => extent === 1 || strides[d] !== 0),
  );
}
