/** Neighbouring blocks of equal size along a dimension. */
export interface Run {
  /** Where the first begins, and how far each extends. */
  readonly offset: number;
  readonly size: number;
  readonly count: number;
}

/** Columns of the result, and how their rows are cut into tiles. */
export interface Strip {
  readonly columns: Run;
  readonly rows: readonly Run[];
}

export interface Tiling {
  readonly strips: readonly Strip[];
  /** Estimated, in instructions. */
  readonly cost: number;
}

/** What the ways of computing a tile differ in; costs are estimated instructions. */
export interface TileCosts {
  /** Columns that one vector of b stands for: 4 if the lanes run along n, 1 if they run along k. */
  readonly width: number;
  /** Steps of the loop over k. */
  readonly steps: number;
  /** How often each tile is gone on with: parts of k. */
  readonly parts: number;
  /** To load one vector of a (or one element in all lanes), and one of b. */
  readonly loadA: number;
  readonly loadB: number;
  /** In each step, for what the first cache does not hold. */
  readonly misses: number;
  /** To copy a strip of b first: in each step, and for each vector. */
  readonly copy: { readonly step: number; readonly vector: number } | undefined;
  /** For each vector of the result, and for each row of a tile. */
  readonly result: number;
  readonly row: number;
  /** Tiles have at most so many vectors of the result; bounds the code, which contains the epilogue for each. */
  readonly mostResults: number;
  /** Strips have at most so many vectors of b. */
  readonly widest: number;
  readonly fused: boolean;
}

/**
 * The engine compiles a loop's body so that all loads come first and the arithmetic after them (V8 does so; arithmetic
 * has no side effects and sinks to where it is used). So all that a step loads is in registers together with all sums.
 * V8 has 15 of the 16 registers of x64 for that; products that are not fused need one. One value more, and a sum travels
 * through memory in each step: 1.28 ns a step with 2 x 4 vectors, 3.7 with 2 x 5, 3.8 with 1 x 8. The last register
 * costs moves.
 */
const REGISTERS = 14;
const MOVES = 4;
/** Pointers, counter, comparison, and the engine's check for interrupts. */
const LOOP = 7;
/**
 * A step takes at least the time between two dependent sums: 4 cycles with fused products, in which at most 8 of them
 * can begin, 3 without. In instructions, about 5 a cycle.
 */
const LATENCY = { fused: 20, separate: 12 } as const;
/** Instructions that could run while the end of a loop is mispredicted, and the first sums wait for the first loads. */
const TILE = 60;
/** A row of a tile lies in cache lines of its own. */
const ROW = 8;
const LARGEST_SIDE = 7;

/** The cheapest way to cut a result of m x n into tiles; its cost is infinite if no tile fits. */
export function tilingOf(m: number, n: number, costs: TileCosts): Tiling {
  const widest = Math.min(LARGEST_SIDE, Math.ceil(n / costs.width), costs.widest);
  let best: Tiling = { strips: [], cost: Infinity };
  for (let width = 1; width <= widest; width++) {
    const strips = runs(n, width * costs.width).map((columns) => stripOf(m, columns, costs));
    const cost = strips.reduce((sum, each) => sum + each.cost, 0);
    if (cost < best.cost) best = { strips: strips.map(({ strip }) => strip), cost };
  }
  return best;
}

/** A whole number of blocks, and a smaller one that is left over. */
export function runs(extent: number, size: number): Run[] {
  const count = Math.floor(extent / size);
  const whole = { offset: 0, size, count };
  const rest = { offset: count * size, size: extent - count * size, count: 1 };
  return [whole, rest].filter(({ size, count }) => size > 0 && count > 0);
}

function stripOf(
  m: number,
  columns: Run,
  costs: TileCosts,
): { readonly strip: Strip; readonly cost: number } {
  const vectors = Math.ceil(columns.size / costs.width);
  /** Of tiles of each height. */
  const tiles = [0];
  let [height, best] = [1, Infinity];
  for (let rows = 1; rows <= Math.min(LARGEST_SIDE, m); rows++) {
    tiles.push(tileCost(rows, vectors, costs));
    const cost = Math.floor(m / rows) * tiles[rows]! + tiles[m % rows]!;
    if (cost < best) [height, best] = [rows, cost];
  }
  const copy = costs.copy ? costs.steps * (costs.copy.step + vectors * costs.copy.vector) : 0;
  return { strip: { columns, rows: runs(m, height) }, cost: columns.count * (copy + best) };
}

/** Of a tile of so many rows and so many vectors of b; infinite if it needs too many registers. */
function tileCost(rows: number, vectors: number, costs: TileCosts): number {
  const { width, steps, parts, loadA, loadB, misses, result, row, mostResults, fused } = costs;
  const sums = rows * vectors;
  const results = rows * Math.ceil((vectors * width) / 4);
  const spare = REGISTERS - (sums + rows + vectors);
  const fits = spare >= (fused ? -1 : 0) && results <= mostResults;
  if (!fits && sums > 1) return Infinity;
  const moves = spare < 0 ? MOVES : 0;
  const instructions = sums * (fused ? 1 : 2) + rows * loadA + vectors * loadB + LOOP + moves;
  const step = Math.max(fused ? LATENCY.fused : LATENCY.separate, instructions);
  return steps * (step + misses) + parts * (TILE + rows * ROW) + rows * row + results * result;
}
