import type { Window } from '../../ir/expression.js';
import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';
import { load, store, type Freshness, type Point } from '../nest/access.js';
import { PointValues, storeAll, type Scope } from '../nest/expression.js';
import type { Frame } from '../nest/frame.js';
import { pointCost } from '../nest/cost.js';
import { usesOf } from '../nest/inspect.js';
import { unrollFor } from '../nest/tile.js';
import { copyOfB, heldSums, type BlockedProduct } from './blocks.js';
import { heldWidth, type Plan } from './plan.js';
import { TileSums, type Tile } from './sums.js';
import { runs, type Run, type Strip } from './tiling.js';

/** Vectors of an epilogue in one iteration of a loop along a row, unless a whole row is short. */
const MOST_UNROLLED = 4;

/** A block of the result: so many rows of a strip, beginning somewhere from the loops around. */
interface Block {
  readonly m: number;
  readonly n: number;
  readonly rows: number;
  readonly columns: number;
}

/** Parts of k that lie one behind the other: where they begin, how long they are and how many. */
interface Part {
  readonly offset: number;
  readonly step: number;
  readonly size: number | Node;
  readonly count: number | Node;
  /** Where the first begins, if not at the offset. */
  readonly from: Node | undefined;
}

/** The loops of a matrix kernel, and what is done with its sums. */
export class MatrixCode {
  private readonly product: BlockedProduct;
  private readonly uses;
  private readonly parts: readonly Part[];
  private versions = 0;

  constructor(
    private readonly plan: Plan,
    private readonly frame: Frame,
    private readonly vectors: Vectors,
  ) {
    this.product = plan.product;
    this.uses = usesOf(this.product.stores.map(({ value }) => value));
    this.parts = this.partsOfK();
  }

  generate(): void {
    const { extents, dimensions, given } = this.product;
    const { batch, m, n } = dimensions;
    const loops = (level: number): void => {
      const d = batch[level];
      if (d === undefined) this.blocks(m, n);
      else
        this.frame.loop(d, 1, given === 'batch' && d === 0 ? this.given : extents[d]!, () =>
          loops(level + 1),
        );
    };
    loops(0);
  }

  private blocks(m: number, n: number): void {
    for (const { rows, strips } of this.plan.blocks) {
      this.along(m, rows, (row) => {
        for (const strip of strips) {
          this.along(n, strip.columns, (column) =>
            this.strip({ m: row, n: column, rows: rows.size, columns: strip.columns.size }, strip),
          );
        }
        if (this.plan.holds === 'rows') this.useRows(row, rows.size);
      });
    }
  }

  private strip(block: Block, strip: Strip): void {
    const { holds } = this.plan;
    if (holds === 'nothing') {
      this.part(block, strip, 0, this.parts[0]!.size, (tile, sums) => this.use(tile, sums));
      return;
    }
    this.hold(block, strip);
    if (holds === 'strip')
      this.frame.loop(this.product.dimensions.row, 1, block.rows, () => this.useHeld(block));
  }

  private along(dimension: number, { offset, size, count }: Run, body: (at: number) => void): void {
    this.frame.loop(dimension, size, count, () => body(offset));
  }

  /** Adds up the sums of a block in memory, part by part. */
  private hold(block: Block, strip: Strip): void {
    const { frame, product } = this;
    const window = this.sumsOf(block);
    this.parts.forEach(({ offset, step, size, count, from }, i) => {
      const add = (): void =>
        this.part(block, strip, offset, size, (tile, sums) => this.addUp(window, tile, sums, i > 0));
      frame.loop(product.dimensions.k, step, count, add, from);
    });
  }

  /** If k is given, all parts but the first are as long as planned; the first takes half as long again at most. */
  private partsOfK(): Part[] {
    const { frame, plan, product } = this;
    const { parts } = plan;
    if (product.given !== 'k') return parts.map((part) => ({ ...part, step: part.size, from: undefined }));
    const whole = { offset: 0, step: 0, size: this.given, count: 1, from: undefined };
    if (parts.length === 1) return [whole];
    const step = parts.at(-1)!.size;
    const beyond = frame.operation('i32.sub', this.given, Math.ceil(step / 2));
    const count = frame.operation('i32.div_s', beyond, step);
    const first = frame.operation('i32.sub', this.given, frame.operation('i32.mul', count, step));
    return [
      { ...whole, size: first },
      { offset: 0, step, size: step, count, from: first },
    ];
  }

  /** The extent that the kernel is given. */
  private get given(): Node {
    return this.frame.parameter(this.product.buffers - 1);
  }

  /** Uses the sums of whole rows, in the order in which the results lie in memory. */
  private useRows(m: number, rows: number): void {
    const { extents, dimensions, stores } = this.product;
    const columns = extents[dimensions.n]!;
    const cost = pointCost({ over: 'all', accumulations: [], stores }, dimensions.n);
    const unroll = unrollFor(Math.ceil(columns / 4), cost, MOST_UNROLLED);
    this.frame.loop(dimensions.row, 1, rows, () => {
      for (const run of runs(columns, 4 * unroll)) {
        this.along(dimensions.n, run, (n) => this.useHeld({ m, n, rows, columns: run.size }));
      }
    });
  }

  /** Uses the held sums of one row of a block. */
  private useHeld(block: Block): void {
    const window = this.sumsOf(block);
    const fresh = this.freshness();
    const tile: Tile = { block, row: 0, rows: 1, columns: block.columns };
    const sums = this.points(tile).map((points) =>
      points.map((point) => load(this.frame, window, whole(point), { freshness: fresh })),
    );
    this.use(tile, sums);
  }

  /** Where the sums of a block are held. */
  private sumsOf({ columns }: Block): Window {
    const { extents, dimensions } = this.product;
    return this.plan.holds === 'rows'
      ? heldSums(this.product, 'rows', heldWidth(extents[dimensions.n]!))
      : heldSums(this.product, 'strip', Math.ceil(columns / 4));
  }

  /** Computes the sums of a block over a part of k; its part of b stays in the first cache from tile to tile. */
  private part(
    block: Block,
    { rows }: Strip,
    from: number,
    size: number | Node,
    finish: (tile: Tile, sums: readonly (readonly Node[])[]) => void,
  ): void {
    const { frame, vectors, plan } = this;
    const copied = plan.copies ? this.copy(block, from, size) : undefined;
    for (const run of rows) {
      this.along(this.product.dimensions.row, run, (row) => {
        const tile: Tile = { block, row, rows: run.size, columns: block.columns };
        const sums = new TileSums(
          frame,
          vectors,
          copied?.product ?? this.product,
          plan.lanes,
          tile,
          copied?.fresh,
        );
        sums.compute(from, size);
        finish(tile, sums.results());
      });
    }
  }

  /** Copies a part of a strip of b, so that its steps lie one behind the other. */
  private copy(
    block: Block,
    from: number,
    size: number | Node,
  ): { product: BlockedProduct; fresh: Freshness } {
    const { frame, product } = this;
    const { n, k, column, step } = product.dimensions;
    const window = copyOfB(product, Math.ceil(block.columns / 4));
    frame.loop(step, 1, size, () => {
      for (let first = 0; first < block.columns; first += 4) {
        const offsets = product.b.strides.map(() => 0);
        offsets[column] = first;
        const target: Point = { offsets: [...offsets], laneDimension: column, lanes: 4 };
        offsets[n] = block.n;
        offsets[k] = from;
        const lanes = Math.min(4, block.columns - first);
        store(frame, window, target, load(frame, product.b, { offsets, laneDimension: column, lanes }));
      }
    });
    return { product: { ...product, b: window }, fresh: this.freshness() };
  }

  private addUp(window: Window, tile: Tile, sums: readonly (readonly Node[])[], goesOn: boolean): void {
    const { frame, vectors } = this;
    const fresh = this.freshness();
    this.points(tile).forEach((points, r) =>
      points.forEach((point, v) => {
        const place = whole(point);
        const sum = sums[r]![v]!;
        const total = goesOn ? vectors.add(load(frame, window, place, { freshness: fresh }), sum) : sum;
        store(frame, window, place, total);
      }),
    );
  }

  /** Writes the results of a tile. */
  private use(tile: Tile, sums: readonly (readonly Node[])[]): void {
    const { frame, vectors, uses, product } = this;
    // Nothing is loaded before the sums are complete, which need the registers.
    const fresh = this.freshness();
    const scope: Scope = { frame, vectors, uses, freshness: () => fresh };
    this.points(tile).forEach((points, r) =>
      points.forEach((point, v) =>
        storeAll(scope, product.stores, [new PointValues(scope, point, () => sums[r]![v]!)]),
      ),
    );
  }

  /** For each row of a tile, the points of up to four columns. */
  private points({ block, row, rows, columns }: Tile): Point[][] {
    const { dimensions, a } = this.product;
    return Array.from({ length: rows }, (_, r) =>
      Array.from({ length: Math.ceil(columns / 4) }, (_, v) => {
        const offsets = a.strides.map(() => 0);
        offsets[dimensions.m] = block.m;
        offsets[dimensions.n] = block.n;
        offsets[dimensions.row] = row + r;
        offsets[dimensions.column] = 4 * v;
        return { offsets, laneDimension: dimensions.column, lanes: Math.min(4, columns - 4 * v) };
      }),
    );
  }

  /** Loads from now on see what has been stored so far. */
  private freshness(): Freshness {
    return { notAbove: this.frame.region, version: ++this.versions };
  }
}

/** What is kept in scratch memory are whole vectors. */
const whole = (point: Point): Point => ({ ...point, lanes: 4 });
