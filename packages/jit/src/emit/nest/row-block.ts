import type { Expression } from '../../ir/expression.js';
import type { Node } from '../dag/node.js';
import type { Region } from '../dag/region.js';
import type { Vectors } from '../dag/vectors.js';
import type { Point } from './access.js';
import { Carried } from './carried.js';
import { nodeCost } from './cost.js';
import { PointValues, storeAll, type Scope } from './expression.js';
import type { Frame } from './frame.js';
import { InnerSweep, type Reducer, type Rows } from './inner-sweep.js';
import { nodesOf, rootsOf, usesOf } from './inspect.js';
import type { Nest, Sweep } from './nest.js';
import { combineRows, reductionCode, type State } from './reduction.js';
import type { Schedule } from './schedule.js';
import type { Piece } from './tile.js';

const LANES = 4;

/** What belongs to rows, as many together as one vector has lanes. */
const inLanes = <T>(rows: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(rows.length / LANES) }, (_, i) => rows.slice(LANES * i, LANES * (i + 1)));

/** Instructions of what is worth sharing: a division, a root, a longer function. */
const DEAR = 4;

/** A block of neighbouring rows: all sweeps, one after the other. */
export class RowBlock implements Rows {
  readonly lane: number | undefined;
  readonly block: number | undefined;
  /** Whether each vector holds a piece of one row. */
  readonly alongRow: boolean;
  private readonly region: Region;
  /** Each accumulator in the vectors of the block's rows, or in vectors with a row in each lane. */
  private readonly results = new Map<number, readonly Node[]>();
  private readonly worthSharing = new Map<Expression, boolean>();

  constructor(
    readonly nest: Nest,
    { lane, block }: Schedule,
    readonly rows: readonly Piece[],
    readonly frame: Frame,
    readonly vectors: Vectors,
    private readonly written: ReadonlySet<number>,
    /** Loads from buffers that are written are told apart by the sweep they belong to. */
    private readonly newVersion: () => number,
  ) {
    this.lane = lane;
    this.block = block;
    this.alongRow = lane !== undefined && lane >= nest.outer.length;
    this.region = frame.region;
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

  point(row: Piece, inner: readonly number[], lanes: number): Point {
    return { offsets: this.offsets(row, inner), laneDimension: this.lane, lanes };
  }

  result(index: number, row: number): Node {
    const values = this.results.get(index)!;
    if (!this.alongRow) return values[row]!;
    if (this.rows.length === 1) return values[0]!;
    return this.vectors.spread(values[Math.floor(row / LANES)]!, row % LANES);
  }

  ofRow(expression: Expression, row: number, scope: Scope): Node | undefined {
    if (!this.alongRow || this.rows.length === 1 || !this.isWorthSharing(expression)) return undefined;
    const group = Math.floor(row / LANES);
    const point = this.rowPoints()[group]!;
    const values = new PointValues(scope, point, (index) => this.results.get(index)![group]!);
    return this.vectors.spread(values.of(expression), row % LANES);
  }

  /** Whether a value is the same in all of a row, and takes longer than to put it from one lane into all. */
  private isWorthSharing(expression: Expression): boolean {
    let known = this.worthSharing.get(expression);
    if (known === undefined) {
      const rank = this.nest.outer.length;
      const varies = this.nest.inner.some((_, i) => variesWithin(expression, rank + i));
      known = !varies && nodesOf([expression]).some((e) => nodeCost(e, this.block) >= DEAR);
      this.worthSharing.set(expression, known);
    }
    return known;
  }

  /** Stores once a row. */
  private once({ stores }: Sweep, scope: Scope): void {
    for (const [i, point] of this.rowPoints().entries()) {
      const values = new PointValues(scope, point, (index) => this.results.get(index)![i]!);
      storeAll(scope, stores, [values]);
    }
  }

  /** The points at which what belongs to rows as a whole is computed. */
  private rowPoints(): Point[] {
    const { rows, block } = this;
    const inner = this.nest.inner.map(() => 0);
    if (!this.alongRow) return rows.map((row) => this.point(row, inner, row.lanes));
    return inLanes(rows).map((group) => ({
      offsets: this.offsets(group[0]!, inner),
      laneDimension: block,
      lanes: group.length,
    }));
  }

  private offsets(row: Piece, inner: readonly number[]): number[] {
    const offsets = [...this.nest.outer.map(() => 0), ...inner];
    if (this.block !== undefined) offsets[this.block] = row.offset;
    return offsets;
  }

  private sweep(sweep: Sweep, scope: Scope): void {
    const inner = new InnerSweep(this, sweep, scope);
    const { plan } = inner;
    const reducers = sweep.accumulations.map((accumulation): Reducer => {
      const code = reductionCode(this.vectors, accumulation.reduction, accumulation.value.type);
      const chains = () => Array.from({ length: plan.chains }, () => new Carried(this.frame, code));
      return { accumulation, code, rows: this.rows.map(chains) };
    });
    const all = [...this.rows.keys()];
    for (let first = 0; first < all.length; first += plan.rows) {
      inner.generate(all.slice(first, first + plan.rows), reducers);
    }
    for (const reducer of reducers) this.finish(reducer, scope);
  }

  /** Puts the chains of a reduction together, and lanes that belong to one row. */
  private finish({ accumulation: { index, value }, code, rows }: Reducer, scope: Scope): void {
    const states = rows.map((chains) =>
      chains
        .flatMap(({ current }): State[] => (current ? [current] : []))
        .reduce((a, b) => code.combine(a, b)),
    );
    const complete = this.alongRow
      ? inLanes(states).map((group) => combineRows(this.vectors, code, group))
      : states;
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

/** Whether a value may differ between points of a row along a dimension. */
const variesWithin = (expression: Expression, dimension: number): boolean =>
  nodesOf([expression]).some(
    (e) =>
      ((e.kind === 'load' || e.kind === 'gather') && e.window.strides[dimension] !== 0) ||
      (e.kind === 'index' && e.dimension === dimension),
  );
