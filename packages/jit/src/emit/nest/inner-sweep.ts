import type { Expression } from '../../ir/expression.js';
import type { Node } from '../dag/node.js';
import type { Vectors } from '../dag/vectors.js';
import type { Point } from './access.js';
import type { Carried } from './carried.js';
import { isChain, pointCost } from './cost.js';
import { Dependences } from './dependence.js';
import { PointValues, storeAll, type Scope } from './expression.js';
import type { Frame } from './frame.js';
import { nodesOf, rootsOf } from './inspect.js';
import type { Accumulation, Nest, Sweep } from './nest.js';
import { takesProducts, type ReductionCode } from './reduction.js';
import { planSweep, type SweepPlan } from './sweep-plan.js';
import { BODY, tile, type Piece } from './tile.js';

/** Running reductions: of each accumulation, for each row of the block, some chains to be put together in the end. */
export interface Reducer {
  readonly accumulation: Accumulation;
  readonly code: ReductionCode;
  readonly rows: readonly (readonly Carried[])[];
}

/** The rows that a sweep goes over. */
export interface Rows {
  readonly nest: Nest;
  readonly frame: Frame;
  readonly vectors: Vectors;
  /** The dimension in the lanes of vectors, and whether that is an inner one. */
  readonly lane: number | undefined;
  readonly alongRow: boolean;
  readonly block: number | undefined;
  readonly rows: readonly Piece[];
  /** @param inner offsets in the inner dimensions */
  point(row: Piece, inner: readonly number[], lanes: number): Point;
  /** An accumulator at a point of a row. */
  result(index: number, row: number): Node;
  /** What belongs to a row as a whole, if it is better computed for all rows of the block at once. */
  ofRow(expression: Expression, row: number, scope: Scope): Node | undefined;
}

interface InnerLoop {
  readonly dimension: number;
  readonly width: number;
  readonly unroll: number;
}

/** The loops of a sweep over the inner dimensions. */
export class InnerSweep {
  readonly plan: SweepPlan;
  private readonly loops: readonly InnerLoop[];
  private readonly offsets: number[];
  /**
   * Whether a value is the end of a long chain of instructions. Stores keep what they store in its place: those of a
   * loop's body come last then, so that its chains run side by side.
   */
  private readonly hasChains: boolean;

  constructor(
    private readonly over: Rows,
    private readonly sweep: Sweep,
    private readonly scope: Scope,
  ) {
    const { nest, lane } = over;
    const rank = nest.outer.length;
    const innermost = innermostOf(nest, lane);
    if (innermost === undefined) {
      this.plan = { rows: over.rows.length, pieces: 1, chains: 1 };
      this.loops = [];
    } else {
      const width = innermost === lane ? 4 : 1;
      const pieces = Math.ceil(nest.inner[innermost - rank]! / width);
      const { block } = over;
      const isGiven = innermost === nest.given;
      this.plan = isGiven
        ? { rows: over.rows.length, pieces: 1, chains: 1 }
        : planSweep({ sweep, inner: innermost, pieces, lane, block, rows: over.rows.length });
      const isStraight = this.plan.pieces === pieces && !isGiven;
      const cost = this.plan.rows * pieces * pointCost(sweep, lane);
      this.loops = [
        ...outerLoops(innermost, nest, isStraight ? cost : Infinity),
        { dimension: innermost, width, unroll: this.plan.pieces },
      ];
    }
    this.offsets = nest.inner.map(() => 0);
    const dependences = new Dependences(innermost, over.block);
    this.hasChains = nodesOf(rootsOf(sweep)).some((e) => dependences.of(e).piece && isChain(e, lane));
  }

  /** Generates the code for some rows of the block. */
  generate(rows: readonly number[], reducers: readonly Reducer[]): void {
    this.store(this.walk(0, { offset: 0, lanes: 1 }, 0, rows, reducers));
  }

  /** Runs through the inner dimensions from a level on; gives the points whose stores are left to be done. */
  private walk(
    level: number,
    piece: Piece,
    chain: number,
    rows: readonly number[],
    reducers: readonly Reducer[],
  ): PointValues[] {
    const loop = this.loops[level];
    if (!loop) {
      const points = rows.map((row) => this.visit(row, piece, chain, reducers));
      return this.hasChains ? points : [];
    }
    const { frame, nest } = this.over;
    const i = loop.dimension - nest.outer.length;
    const isGiven = loop.dimension === nest.given;
    const { count, step, pieces, rest } = isGiven
      ? { ...tile(1, 1, 1), count: frame.parameter(nest.buffers - 1) }
      : tile(nest.inner[i]!, loop.width, loop.unroll);
    const straight = (list: readonly Piece[]): void => {
      const left = list.flatMap((each, k) => {
        this.offsets[i] = each.offset;
        return this.walk(level + 1, each, k, rows, reducers);
      });
      this.offsets[i] = 0;
      this.store(left);
    };
    if (count === 1) {
      straight(pieces);
    } else {
      const carried = reducers.flatMap((reducer) => rows.flatMap((row) => reducer.rows[row]!));
      for (const each of carried) each.enter();
      frame.loop(loop.dimension, step, count, () => {
        for (const each of carried) each.read();
        straight(pieces);
        for (const each of carried) each.leave();
      });
      for (const each of carried) each.read();
    }
    straight(rest);
    return [];
  }

  private store(points: readonly PointValues[]): void {
    if (points.length > 0) storeAll(this.scope, this.sweep.stores, points);
  }

  /** Everything the sweep does at one point, but for stores that wait for other points. */
  private visit(row: number, piece: Piece, chain: number, reducers: readonly Reducer[]): PointValues {
    const { over, scope } = this;
    const { lanes } = over.alongRow ? piece : over.rows[row]!;
    const point = over.point(over.rows[row]!, this.offsets, lanes);
    const values = new PointValues(
      scope,
      point,
      (index) => over.result(index, row),
      (expression) => over.ofRow(expression, row, scope),
    );
    for (const { accumulation, code, rows } of reducers) {
      const chains = rows[row]!;
      this.accumulate(accumulation, code, chains[chain % chains.length]!, values);
    }
    this.readBeforeStores(values);
    if (!this.hasChains) storeAll(scope, this.sweep.stores, [values]);
    return values;
  }

  /** Reductions may be put together after the stores: what those overwrite is read before. */
  private readBeforeStores(values: PointValues): void {
    const { accumulations, stores } = this.sweep;
    if (stores.length === 0) return;
    for (const node of nodesOf(accumulations.map(({ value }) => value))) {
      if (node.kind !== 'load' || !stores.some(({ window }) => window.buffer === node.window.buffer))
        continue;
      this.over.frame.do({ kind: 'compute', value: values.of(node) });
    }
  }

  private accumulate(
    { reduction, value }: Accumulation,
    code: ReductionCode,
    carried: Carried,
    values: PointValues,
  ): void {
    const { vectors, alongRow } = this.over;
    const { current } = carried;
    const whole = !alongRow || values.point.lanes === 4;
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
    const { vectors, nest, frame } = this.over;
    const { nodes } = vectors;
    let factor = 1;
    let constant = 0;
    let perLane = 0;
    const terms: Node[] = [];
    for (let i = nest.inner.length - 1; i >= 0; i--) {
      const dimension = nest.outer.length + i;
      constant += factor * offsets[dimension]!;
      if (dimension === laneDimension) perLane = factor;
      const counter = frame.counterOf(dimension);
      if (counter) terms.push(nodes.operation('i32', 'i32.mul', [counter, nodes.integer(factor)]));
      factor *= nest.inner[i]!;
    }
    const start = nodes.bits(...[0, 1, 2, 3].map((lane) => constant + perLane * lane));
    return terms.reduce<Node>(
      (sum, term) => vectors.addInt(sum, nodes.operation('v128', 'i32x4.splat', [term])),
      start,
    );
  }
}

/** The dimension of the innermost loop over a row: that of the lanes, or the last. */
export function innermostOf({ outer, inner }: Nest, lane: number | undefined): number | undefined {
  if (inner.length === 0) return undefined;
  return lane !== undefined && lane >= outer.length ? lane : outer.length + inner.length - 1;
}

/** The loops around the innermost one; `cost` is what that comes to in straight code. */
function outerLoops(innermost: number, { outer, inner, given }: Nest, cost: number): InnerLoop[] {
  const loops: InnerLoop[] = [];
  let total = cost;
  for (let i = inner.length - 1; i >= 0; i--) {
    const dimension = outer.length + i;
    if (dimension === innermost) continue;
    total *= dimension === given ? Infinity : inner[i]!;
    loops.unshift({ dimension, width: 1, unroll: total <= BODY ? inner[i]! : 1 });
  }
  return loops;
}
