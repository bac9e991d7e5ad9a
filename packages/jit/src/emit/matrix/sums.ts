import type { Window } from '../../ir/expression.js';
import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';
import { load, type Freshness } from '../nest/access.js';
import { Carried } from '../nest/carried.js';
import type { Frame } from '../nest/frame.js';
import { combineRows, reductionCode, type ReductionCode } from '../nest/reduction.js';
import type { BlockedProduct } from './blocks.js';

/** A tile of a block of the result. Places are counted from the loops around. */
export interface Tile {
  /** Where the block begins. */
  readonly block: { readonly m: number; readonly n: number };
  /** The tile's first row in the block; its first column is the block's. */
  readonly row: number;
  readonly rows: number;
  readonly columns: number;
}

/** The sums of a tile over a part of k, in registers. */
export class TileSums {
  private readonly code: ReductionCode;
  /** For each row, of each vector of b. */
  private readonly sums: readonly (readonly Carried[])[];

  constructor(
    private readonly frame: Frame,
    private readonly vectors: Vectors,
    private readonly product: BlockedProduct,
    private readonly lanes: 'n' | 'k',
    private readonly tile: Tile,
    /** If b is a copy, which changes from strip to strip. */
    private readonly freshB?: Freshness,
  ) {
    this.code = reductionCode(vectors, 'sum', 'float32');
    const width = lanes === 'n' ? Math.ceil(tile.columns / 4) : tile.columns;
    this.sums = Array.from({ length: tile.rows }, () =>
      Array.from({ length: width }, () => new Carried(frame, this.code)),
    );
  }

  /** @param from where the part begins, counted from the loop around, and how far it extends */
  compute(from: number, size: number | Node): void {
    if (typeof size !== 'number') {
      this.loop(from, 1, size);
      return;
    }
    const width = this.lanes === 'n' ? 1 : 4;
    const count = Math.floor(size / width);
    const rest = size - count * width;
    if (count > 1) this.loop(from, width, count);
    else if (count === 1) this.step(from, width);
    if (rest > 0) this.step(from + count * width, rest);
  }

  /** For each row of the tile, its vectors of up to four columns. */
  results(): Node[][] {
    return this.sums.map((row) => {
      const states = row.map(({ current }) => current!);
      if (this.lanes === 'n') return states.map(([sum]) => sum!);
      const groups = Array.from({ length: Math.ceil(row.length / 4) }, (_, g) =>
        states.slice(4 * g, 4 * g + 4),
      );
      return groups.map((group) => combineRows(this.vectors, this.code, group)[0]!);
    });
  }

  private loop(from: number, width: number, count: number | Node): void {
    const { frame } = this;
    const { dimensions } = this.product;
    const carried = this.sums.flat();
    for (const each of carried) each.enter();
    frame.loop(dimensions.step, width, count, () => {
      for (const each of carried) each.read();
      this.step(from, width);
      for (const each of carried) each.leave();
    });
    for (const each of carried) each.read();
  }

  /** One step along n, or up to four along k. */
  private step(from: number, size: number): void {
    const { vectors, tile, product } = this;
    const { m, n, k, row, column } = product.dimensions;
    const { block } = tile;
    const alongN = this.lanes === 'n';
    const width = alongN ? 4 : 1;
    const left = this.sums.map((_, r) =>
      this.load(product.a, { [m]: block.m, [row]: tile.row + r, [k]: from }, size),
    );
    const right = this.sums[0]!.map((_, v) =>
      this.load(
        product.b,
        { [n]: block.n, [column]: width * v, [k]: from },
        alongN ? Math.min(4, tile.columns - 4 * v) : size,
        this.freshB,
      ),
    );
    this.sums.forEach((row, r) =>
      row.forEach((sum, v) => {
        const [x, y] = [left[r]!, right[v]!];
        sum.current = [sum.current ? vectors.multiplyAdd(x, y, sum.current[0]!) : vectors.mul(x, y)];
      }),
    );
  }

  /** Elements of an operand along the lanes. Lanes that do not count are 0 along k, and hold anything along n. */
  private load(
    window: Window,
    at: Readonly<Record<number, number>>,
    lanes: number,
    freshness?: Freshness,
  ): Node {
    const { frame, vectors } = this;
    const { dimensions } = this.product;
    const alongN = this.lanes === 'n';
    const offsets = window.strides.map((_, d) => at[d] ?? 0);
    const laneDimension = alongN ? dimensions.column : dimensions.step;
    const vector = load(frame, window, { offsets, laneDimension, lanes }, { freshness });
    if (alongN || lanes === 4) return vector;
    return vectors.and(vector, vectors.nodes.bits(...[0, 1, 2, 3].map((lane) => (lane < lanes ? -1 : 0))));
  }
}
