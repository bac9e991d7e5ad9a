import type { BlockedProduct } from './blocks.js';

/** First caches have 64 sets of lines of 64 bytes, at least 8 lines a set. */
const SETS = 64;
const LINE = 64;
const WAYS = 8;

/** Steps of a part of k; with 42 to 112 the first cache holds what tiles share, and holding sums costs next to nothing. */
const PART = 80;
/** Bytes of the first cache that one tile after the other may read again. */
const SHARED = 24 * 1024;
/** With fewer rows there is little to share. */
const FEWEST_ROWS = 16;

/**
 * How long the parts are into which k is cut if lanes run along n. The tiles of a strip share its part of b, and
 * neighbouring tiles share cache lines of an a that is not contiguous along k (the gradient of weights is such a product,
 * with a long k); if all that does not fit into the first cache, a short part of k at a time does. x^T[130, 336] dy[336,
 * 400] gains half: 33 GFLOP/s in one part, 50 in four.
 */
export function partSize(product: BlockedProduct): number {
  const steps = product.extents[product.dimensions.k]!;
  return fits(product, steps) ? steps : Math.ceil(steps / Math.round(steps / PART));
}

/** Whether the first cache holds what tiles share over so many steps. */
function fits({ extents, a, dimensions }: BlockedProduct, steps: number): boolean {
  if (extents[dimensions.m]! < FEWEST_ROWS) return true;
  const lineOfA = Math.min(LINE, 4 * Math.abs(a.strides[dimensions.k]!));
  return steps * (LINE + lineOfA) <= SHARED;
}

/** In instructions, for each step whose lines the first cache does not hold. */
export const MISS = 20;

/**
 * What it costs, in each step, if lines push one another out of the first cache before the next tile reads them again:
 * because there are too many, or because they are a multiple of 4096 bytes apart and compete for the same places.
 */
export function missCost(product: BlockedProduct, steps: number, copies: boolean): number {
  const { a, b, dimensions } = product;
  const competing = [a, ...(copies ? [] : [b])].filter(({ strides }) =>
    compete(strides[dimensions.k]!, steps),
  );
  return MISS * Math.max(competing.length, fits(product, steps) ? 0 : 1);
}

/** Whether so many lines, so many elements apart, compete for places. */
export function compete(stride: number, count: number): boolean {
  const bytes = Math.abs(stride) * 4;
  if (bytes < LINE) return false;
  const apart = Math.min(bytes & -bytes, SETS * LINE);
  const sets = Math.min(SETS, (SETS * LINE) / apart);
  // Some lines are left to others.
  return count > 0.75 * sets * WAYS;
}
