import type { Node } from '../dag/node.js';
import type { Region } from '../dag/region.js';
import type { Vectors } from '../dag/vectors.js';
import type { Point } from './access.js';
import { Carried } from './carried.js';
import { pointCost } from './cost.js';
import { PointValues, storeAll, type Scope } from './expression.js';
import type { Frame } from './frame.js';
import { loadsOf, rootsOf, usesOf } from './inspect.js';
import type { Accumulation, Nest, Sweep } from './nest.js';
import { combineRows, reductionCode, takesProducts, type ReductionCode, type State } from './reduction.js';
import type { Schedule } from './schedule.js';
import { tile, unrollFor, type Piece } from './tile.js';

/** Independent sums that hide how long one addition takes. */
const CHAINS = 8;
/** Pieces of the innermost dimension in a loop body, if not all fit. */
const MOST_PIECES = 4;

/** Running reductions: of each accumulation, for each row of the block, some chains to be put together in the end. */
interface Reducer {
  readonly accumulation: Accumulation;
  readonly code: ReductionCode;
  readonly rows: readonly (readonly Carried[])[];
}

/** A loop over an inner dimension. */
interface InnerLoop {
  readonly dimension: number;
  readonly width: number;
  readonly unroll: number;
}

/** A block of neighbouring rows: all sweeps, one after the other. */
export class RowBlock {
  private readonly region: Region;
  /** Each accumulator in the vectors of the block's rows, or in one vector with a row in each lane. */
  private readonly results = new Map<number, readonly Node[]>();
  private readonly rank: number;
  /** Whether each vector holds a piece of one row. */
  private readonly alongRow: boolean;

  constructor(
    private readonly nest: Nest,
    private readonly way: Schedule,
    private readonly rows: readonly Piece[],
    private readonly frame: Frame,
    private readonly vectors: Vectors,
    private readonly written: ReadonlySet<number>,
    /** Loads from buffers that are written are told apart by the sweep they belong to. */
    private readonly newVersion: () => number,
  ) {
    this.region = frame.region;
    this.rank = nest.outer.length;
    this.alongRow = way.lane !== undefined && way.lane >= this.rank;
  }

  generate(): void {
    for (const sweep of this.nest.sweeps) {
      const fresh = { notAbove: this.region, version: this.newVersion() };
      const scope: Scope = {
        frame: this.frame,
        vectors: this.vectors,
        uses: usesOf(rootsOf(sweep)),
        freshness: (buffer) => (this.written.has(buffer) ? fresh : undefined),
      };
      if (sweep.over === 'outer') this.once(sweep, scope);
      else this.sweep(sweep, scope);
    }
  }

  /** Stores once a row. */
  private once({ stores }: Sweep, scope: Scope): void {
    for (const [i, point] of this.rowPoints().entries()) {
      const values = new PointValues(scope, point, (index) => this.results.get(index)![i]!);
      storeAll(scope, stores, values);
    }
  }

  /** The points at which what belongs to rows as a whole is computed. */
  private rowPoints(): Point[] {
    const { rows, way } = this;
    const inner = this.nest.inner.map(() => 0);
    if (!this.alongRow) return rows.map((row) => this.point(row, inner, row.lanes));
    return [{ offsets: this.offsets(rows[0]!, inner), laneDimension: way.block, lanes: rows.length }];
  }

  private point(row: Piece, inner: readonly number[], lanes: number): Point {
    return { offsets: this.offsets(row, inner), laneDimension: this.way.lane, lanes };
  }

  private offsets(row: Piece, inner: readonly number[]): number[] {
    const offsets = [...this.nest.outer.map(() => 0), ...inner];
    if (this.way.block !== undefined) offsets[this.way.block] = row.offset;
    return offsets;
  }

  /** An accumulator at a point of a row. */
  private result(index: number, row: number): Node {
    const values = this.results.get(index)!;
    if (!this.alongRow) return values[row]!;
    return this.rows.length === 1 ? values[0]! : this.vectors.spread(values[0]!, row);
  }

  private sweep(sweep: Sweep, scope: Scope): void {
    const loops = this.innerLoops(sweep);
    const chains = this.chains(loops.at(-1)?.unroll ?? 1);
    const reducers = sweep.accumulations.map((accumulation): Reducer => {
      const code = reductionCode(this.vectors, accumulation.reduction, accumulation.value.type);
      const rows = this.rows.map(() => Array.from({ length: chains }, () => new Carried(this.frame, code)));
      return { accumulation, code, rows };
    });
    const offsets = this.nest.inner.map(() => 0);
    this.walk(loops, 0, offsets, { offset: 0, lanes: 1 }, 0, reducers, sweep, scope);
    for (const reducer of reducers) this.finish(reducer, scope);
  }

  /** The inner dimensions in the order of their loops; those within the last loop are straight code. */
  private innerLoops(sweep: Sweep): InnerLoop[] {
    const { nest, way, rank } = this;
    const dimensions = nest.inner.map((_, i) => rank + i).filter((d) => d !== way.lane);
    if (this.alongRow) dimensions.push(way.lane!);
    let cost = this.rows.length * pointCost(sweep, way.lane);
    const loops: InnerLoop[] = [];
    for (const dimension of dimensions.reverse()) {
      const width = dimension === way.lane ? 4 : 1;
      const pieces = Math.ceil(nest.inner[dimension - rank]! / width);
      const registers = (unroll: number): number => this.registers(sweep, dimension, unroll);
      const unroll = unrollFor(pieces, cost, loops.length === 0 ? MOST_PIECES : 1, registers);
      cost = unroll === pieces ? cost * pieces : Infinity;
      loops.unshift({ dimension, width, unroll });
    }
    return loops;
  }

  /**
   * How many vectors are alive at once in a loop body that takes so many pieces: V8 moves all loads of a body before
   * its arithmetic, unless stores keep them in their places.
   */
  private registers(sweep: Sweep, dimension: number, pieces: number): number {
    const { rows, way } = this;
    if (sweep.stores.length > 0) return 0;
    const loads = loadsOf(rootsOf(sweep)).filter(({ strides }) => strides[dimension] !== 0);
    const perPiece = loads.reduce(
      (sum, { strides }) => sum + (way.block !== undefined && strides[way.block] !== 0 ? rows.length : 1),
      0,
    );
    const chains = this.chains(pieces);
    return pieces * perPiece + rows.length * chains * sweep.accumulations.length;
  }

  private chains(pieces: number): number {
    return Math.min(pieces, Math.ceil(CHAINS / this.rows.length));
  }

  /** Runs through the inner dimensions from a level on. */
  private walk(
    loops: readonly InnerLoop[],
    level: number,
    offsets: number[],
    piece: Piece,
    chain: number,
    reducers: readonly Reducer[],
    sweep: Sweep,
    scope: Scope,
  ): void {
    const loop = loops[level];
    if (!loop) {
      const lanes = this.alongRow ? piece.lanes : undefined;
      this.rows.forEach((row, r) => {
        const point = this.point(row, offsets, lanes ?? row.lanes);
        this.visit(point, r, chain, reducers, sweep, scope);
      });
      return;
    }
    const { dimension, width, unroll } = loop;
    const i = dimension - this.rank;
    const { count, step, pieces, rest } = tile(this.nest.inner[i]!, width, unroll);
    const straight = (list: readonly Piece[]): void => {
      list.forEach((each, k) => {
        offsets[i] = each.offset;
        this.walk(loops, level + 1, offsets, each, k, reducers, sweep, scope);
      });
      offsets[i] = 0;
    };
    if (count === 1) {
      straight(pieces);
    } else {
      const carried = reducers.flatMap(({ rows }) => rows.flat());
      for (const each of carried) each.enter();
      this.frame.loop(dimension, step, count, () => {
        for (const each of carried) each.read();
        straight(pieces);
        for (const each of carried) each.leave();
      });
      for (const each of carried) each.read();
    }
    straight(rest);
  }

  /** Everything the sweep does at one point. */
  private visit(
    point: Point,
    row: number,
    chain: number,
    reducers: readonly Reducer[],
    { stores }: Sweep,
    scope: Scope,
  ): void {
    const values = new PointValues(scope, point, (index) => this.result(index, row));
    for (const { accumulation, code, rows } of reducers) {
      const chains = rows[row]!;
      this.accumulate(accumulation, code, chains[chain % chains.length]!, values);
    }
    storeAll(scope, stores, values);
  }

  private accumulate(
    { reduction, value }: Accumulation,
    code: ReductionCode,
    carried: Carried,
    values: PointValues,
  ): void {
    const { vectors } = this;
    const { current } = carried;
    const whole = !this.alongRow || values.point.lanes === 4;
    const factors =
      whole && current && takesProducts(reduction, value.type) ? values.factors(value) : undefined;
    if (factors) {
      carried.current = [vectors.multiplyAdd(...factors, current![0]!)];
      return;
    }
    let state = code.lift(values.of(value), () => this.position(values.point));
    if (!whole) {
      const mask = vectors.nodes.bits(...[0, 1, 2, 3].map((lane) => (lane < values.point.lanes ? -1 : 0)));
      state = state.map((part, i) => vectors.select(mask, part, code.identity[i]!));
    }
    carried.current = current ? code.combine(current, state) : state;
  }

  /** The number of a point in row-major order over the inner dimensions. */
  private position({ offsets, laneDimension }: Point): Node {
    const { vectors, nest, rank } = this;
    const { nodes } = vectors;
    let factor = 1;
    let constant = 0;
    let perLane = 0;
    const terms: Node[] = [];
    for (let i = nest.inner.length - 1; i >= 0; i--) {
      const dimension = rank + i;
      constant += factor * offsets[dimension]!;
      if (dimension === laneDimension) perLane = factor;
      const counter = this.frame.counterOf(dimension);
      if (counter) terms.push(nodes.operation('i32', 'i32.mul', [counter, nodes.integer(factor)]));
      factor *= nest.inner[i]!;
    }
    const start = nodes.bits(...[0, 1, 2, 3].map((lane) => constant + perLane * lane));
    return terms.reduce<Node>(
      (sum, term) => vectors.addInt(sum, nodes.operation('v128', 'i32x4.splat', [term])),
      start,
    );
  }

  private finish({ accumulation: { index, value }, code, rows }: Reducer, scope: Scope): void {
    const states = rows.map((chains) =>
      chains
        .flatMap(({ current }): State[] => (current ? [current] : []))
        .reduce((a, b) => code.combine(a, b)),
    );
    const complete = this.alongRow ? [combineRows(this.vectors, code, states)] : states;
    const points = this.rowPoints();
    const results = complete.map((state, i) =>
      code.finish(state, () =>
        new PointValues(scope, points[i]!, (other) => this.results.get(other)![i]!).of(value),
      ),
    );
    // Now, since what it was computed from may be overwritten.
    for (const node of results) this.frame.do({ kind: 'compute', value: node });
    this.results.set(index, results);
  }
}
