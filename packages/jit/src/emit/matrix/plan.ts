import type { Window } from '../../ir/expression.js';
import { SCRATCH_BYTES } from '../interface.js';
import { pointCost } from '../nest/cost.js';
import { BODY } from '../nest/tile.js';
import { partialStore, partsOf, phasesOf, type Phase } from './parts.js';
import { dimensionsOf, transposed, type Product } from './product.js';
import { tilingOf, type Tiling } from './tiling.js';

/**
 * How a product is computed. The sums of a tile stay in registers over the loop over k, and lanes run
 *
 * - along n: a vector of b holds four columns, and is multiplied by one element of a in all lanes. Needs b to be
 *   contiguous along n, or to be copied strip by strip.
 * - along k: the vectors of a and b hold four steps of one row and of one column, and the lanes are put together at the
 *   end. Needs both to be contiguous along k, which is so when b is a transposed row-major matrix, the usual case
 *   in gradients: nothing has to be transposed in memory, and it is as fast (50 GFLOP/s both).
 *
 * Lanes along m are lanes along n of the transposed product.
 */
export interface Plan {
  readonly product: Product;
  readonly lanes: 'n' | 'k';
  /** Whether each strip of b is copied to where it is contiguous. */
  readonly copies: boolean;
  readonly tiling: Tiling;
  readonly phases: readonly Phase[];
}

const VECTOR_BYTES = 16;

/** In instructions: storing a copy and its share of the loop; putting the lanes of four sums together; adding sums up. */
const COPY = 3;
const ACROSS_LANES = 9;
const GOING_ON = 1;

export function cheapest(plans: readonly Plan[]): Plan {
  return plans.reduce((best, each) => (each.tiling.cost < best.tiling.cost ? each : best));
}

/** All ways, each with the tiles that suit it best. */
export function plansOf(product: Product, fused: boolean): Plan[] {
  const plans = [product, transposed(product)].flatMap((oriented) => [
    planFor(oriented, 'n', false, fused),
    planFor(oriented, 'n', true, fused),
    planFor(oriented, 'k', false, fused),
  ]);
  return plans.filter(({ tiling }) => tiling.cost < Infinity);
}

function planFor(product: Product, lanes: 'n' | 'k', copies: boolean, fused: boolean): Plan {
  const { extents, a, b, stores } = product;
  const { m, n, k } = dimensionsOf(product);
  const alongN = lanes === 'n';
  const parts = alongN ? partsOf(product) : { offset: 0, size: extents[k]!, count: 1 };
  const loadB = loadCost(b, alongN ? n : k);
  const missesA = alongN && a.strides[k] !== 1 ? missCost(a.strides[k]!, parts.size) : 0;
  const missesB = alongN ? missCost(b.strides[k]!, parts.size) : 0;
  const epilogue = pointCost({ over: 'all', accumulations: [], stores }, n);
  const scattered = stores.filter(({ window }) => loadCost(window, n) > 1).length;
  const goingOn = parts.count > 1 ? 2 * loadCost(partialStore(product)!.window, n) + GOING_ON : 0;
  const tiling = tilingOf(extents[m]!, extents[n]!, {
    width: alongN ? 4 : 1,
    steps: Math.ceil(extents[k]! / (alongN ? 1 : 4)),
    parts: parts.count,
    loadA: alongN ? 1 : loadCost(a, k),
    loadB: copies ? 1 : loadB,
    misses: missesA + (copies ? 0 : missesB),
    copy: copies ? { vector: loadB + COPY, step: missesB } : undefined,
    result: epilogue + scattered * SCATTER + (parts.count - 1) * goingOn + (alongN ? 0 : ACROSS_LANES),
    mostResults: Math.max(1, Math.floor((2 * BODY) / epilogue)),
    widest: copies ? Math.floor(SCRATCH_BYTES / VECTOR_BYTES / parts.size) : Infinity,
    fused,
  });
  return { product, lanes, copies, tiling, phases: phasesOf(product, parts) };
}

/** Instructions for four elements along a dimension; single lanes take two each. */
function loadCost({ strides }: Window, dimension: number): number {
  const stride = strides[dimension]!;
  if (stride === 0 || stride === 1) return 1;
  return stride === -1 ? 2 : 7;
}
/** Four elements in different cache lines cost more to store. */
const SCATTER = 10;

/** First caches have 64 sets of lines of 64 bytes, at least 8 lines a set. */
const SETS = 64;
const CACHE_LINE = 64;
const WAYS = 8;
const MISS = 20;

/**
 * What it costs, in each step, if the rows of a strip push one another out of the first cache before the next tile reads
 * them: rows a multiple of 4096 bytes apart all compete for the same lines.
 */
function missCost(stride: number, steps: number): number {
  const bytes = Math.abs(stride) * 4;
  if (bytes === 0) return 0;
  const apart = Math.min(bytes & -bytes, SETS * CACHE_LINE);
  const sets = Math.min(SETS, (SETS * CACHE_LINE) / apart);
  // Some lines are left to the other operand.
  return steps > 0.75 * sets * WAYS ? MISS : 0;
}
