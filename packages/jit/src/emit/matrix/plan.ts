import type { Window } from '../../ir/expression.js';
import { pointCost } from '../nest/cost.js';
import { loadsOf } from '../nest/inspect.js';
import { BODY, evenPart } from '../nest/tile.js';
import { blocked, HALF_OF_SCRATCH, type BlockedProduct } from './blocks.js';
import { compete, MISS, missCost, partSize } from './cache.js';
import { transposed, type Product } from './product.js';
import { runs, tilingOf, type Run, type Strip } from './tiling.js';

/**
 * How a product is computed. The sums of a tile stay in registers over the loop over k, and lanes run
 *
 * - along n: a vector of b holds four columns, and is multiplied by one element of a in all lanes. Needs b to be
 *   contiguous along n, or to be copied.
 * - along k: the vectors of a and b hold four steps of one row and of one column, and the lanes are put together at the
 *   end. Needs both to be contiguous along k, which is so when b is a transposed row-major matrix, the usual case
 *   in gradients: nothing has to be transposed in memory, and it is as fast (50 GFLOP/s both).
 *
 * Lanes along m are lanes along n of the transposed product.
 */
export interface Plan extends Way {
  readonly product: BlockedProduct;
  /** Rows that are done one after the other, all their columns each. */
  readonly blocks: readonly { readonly rows: Run; readonly strips: readonly Strip[] }[];
  /** The first part of k, and the others. */
  readonly parts: readonly Run[];
  /** Estimated, in instructions. */
  readonly cost: number;
}

interface Way {
  readonly lanes: 'n' | 'k';
  /** Whether each block of b is copied to where it is contiguous. */
  readonly copies: boolean;
  /**
   * Which sums are held in memory until all are complete, and only then used. Makes it possible to take k in parts; and a
   * large epilogue is generated once, not for each vector of a tile. Of whole rows, what the epilogue reads and writes
   * is gone through as it lies in memory: much of it was written long ago (by the steps of a loop that ran forwards), and
   * comes in time only if it is asked for in order.
   */
  readonly holds: 'nothing' | 'strip' | 'rows';
}

/**
 * In instructions, for each vector: storing a copy and its share of the loop; putting the lanes of four sums together;
 * adding to sums in memory, and loading them in the end; storing elements in different cache lines.
 */
const COPY = 3;
const ACROSS_LANES = 9;
const ADD_UP = 3;
const TAKE_UP = 3;
const SCATTER = 10;
/** Sums of a tile at its best. */
const MOST_SUMS = 8;

/** In instructions, to begin a row of a tile in one more value that an epilogue reads or writes. */
const ROW_OF_OPERAND = 8;

/** All ways that may be the cheapest, each with the tiles that suit it best. Without scratch memory, only some. */
export function plansOf(product: Product, fused: boolean, hasScratch: boolean): Plan[] {
  const plans = [product, transposed(product)].flatMap((oriented) => {
    const split = blocked(oriented);
    const { a, b, stores, extents, dimensions } = split;
    const { n, k } = dimensions;
    const isLarge = MOST_SUMS * pointCost({ over: 'all', accumulations: [], stores }, n) > BODY;
    const isLong = partSize(split) < extents[k]!;
    const isScattered = loadCost(b, n) > 1 || compete(b.strides[k]!, extents[k]!);
    const isGiven = oriented.given === 'k';
    const ways: Way[] = [];
    const possible: Way['holds'][] = ['nothing'];
    if (hasScratch && (isLarge || isLong)) possible.push('strip');
    if (possible.length > 1 && heldWidth(extents[n]!) <= HALF_OF_SCRATCH) possible.push('rows');
    for (const holds of possible) {
      ways.push({ lanes: 'n', copies: false, holds });
      // A part whose length is given may be longer than there is room for a copy.
      const hasRoom = !isGiven || (holds !== 'nothing' && isLong);
      if (hasScratch && isScattered && hasRoom) ways.push({ lanes: 'n', copies: true, holds });
      if (!isGiven && loadCost(a, k) === 1 && loadCost(b, k) === 1)
        ways.push({ lanes: 'k', copies: false, holds });
    }
    return ways.map((way) => planFor(split, way, fused));
  });
  return plans.filter(({ cost }) => cost < Infinity);
}

export function cheapest(plans: readonly Plan[]): Plan {
  return plans.reduce((best, each) => (each.cost < best.cost ? each : best));
}

function planFor(product: BlockedProduct, way: Way, fused: boolean): Plan {
  const { lanes, copies, holds } = way;
  const { extents, a, b, stores, dimensions } = product;
  const { batch, m, n, k } = dimensions;
  const alongN = lanes === 'n';
  const steps = extents[k]!;
  const holdsAny = holds !== 'nothing';
  const length = holdsAny && alongN ? partSize(product) : steps;
  const parts = partsOf(steps, length);
  const loadB = loadCost(b, alongN ? n : k);
  const epilogue = pointCost({ over: 'all', accumulations: [], stores }, n);
  const scattered = stores.filter(({ window }) => loadCost(window, n) > 1).length;
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  const rows = rowsAtOnce(product, holds);
  const costs = {
    width: alongN ? 4 : 1,
    steps: Math.ceil(steps / (alongN ? 1 : 4)),
    parts: count,
    loadA: alongN ? 1 : loadCost(a, k),
    loadB: copies ? 1 : loadB,
    misses: alongN ? missCost(product, length, copies) : 0,
    copy: copies ? { vector: loadB + COPY, step: compete(b.strides[k]!, length) ? MISS : 0 } : undefined,
    result:
      epilogue +
      scattered * SCATTER +
      (alongN ? 0 : ACROSS_LANES) +
      (holdsAny ? count * ADD_UP + TAKE_UP : 0),
    row: holds === 'rows' ? 0 : ROW_OF_OPERAND * Math.max(0, operandsAlong(product, m) - 1),
    mostResults: holdsAny ? Infinity : Math.max(1, Math.floor(BODY / epilogue)),
    widest: Math.min(
      copies ? Math.floor(HALF_OF_SCRATCH / longestPart(product, length)) : Infinity,
      holds === 'strip' ? Math.floor(HALF_OF_SCRATCH / rows) : Infinity,
    ),
    fused,
  };
  const tilings = runs(extents[m]!, rows).map((block) => ({
    rows: block,
    tiling: tilingOf(block.size, extents[n]!, costs),
  }));
  const turns = tilings.reduce((sum, { rows }) => sum + rows.count, 0);
  const linesOfB = steps * Math.ceil(extents[n]! / 16);
  return {
    ...way,
    product,
    parts,
    blocks: tilings.map(({ rows, tiling }) => ({ rows, strips: tiling.strips })),
    cost:
      batch.reduce((size, d) => size * extents[d]!, 1) *
      (tilings.reduce((sum, { rows, tiling }) => sum + rows.count * tiling.cost, 0) +
        (turns - 1) * linesOfB * MISS),
  };
}

/** Rows whose sums are held at once: four vectors of each must fit, or all and one more, since the last may stand out. */
function rowsAtOnce({ extents, dimensions }: BlockedProduct, holds: Way['holds']): number {
  const [m, n] = [extents[dimensions.m]!, extents[dimensions.n]!];
  if (holds === 'nothing') return m;
  if (holds === 'strip') return Math.min(m, HALF_OF_SCRATCH / 4);
  return evenPart(m, Math.min(m, Math.floor(HALF_OF_SCRATCH / heldWidth(n))));
}

/** Vectors of a row of which all sums are held. */
export const heldWidth = (n: number): number => Math.ceil(n / 4) + 1;

/** How many values the epilogue reads and writes that differ from row to row. */
function operandsAlong({ stores }: BlockedProduct, m: number): number {
  const windows = [...stores.map(({ window }) => window), ...loadsOf(stores.map(({ value }) => value))];
  return new Set(
    windows.flatMap(({ buffer, offset, strides }) => (strides[m] === 0 ? [] : [`${buffer} ${offset}`])),
  ).size;
}

/** If k is given, the first of several parts may be half as long again as the others; see `MatrixCode`. */
const longestPart = ({ given }: Product, length: number): number =>
  given === 'k' ? length + Math.ceil(length / 2) : length;

/** The first part may be shorter. */
function partsOf(steps: number, size: number): Run[] {
  const others = Math.ceil(steps / size) - 1;
  const first = steps - others * size;
  const parts = [
    { offset: 0, size: first, count: 1 },
    { offset: first, size, count: others },
  ];
  return parts.filter(({ count }) => count > 0);
}

/** Instructions for four elements along a dimension; single lanes take two each. */
function loadCost({ strides }: Window, dimension: number): number {
  const stride = strides[dimension]!;
  if (stride === 0 || stride === 1) return 1;
  return stride === -1 ? 2 : 7;
}
