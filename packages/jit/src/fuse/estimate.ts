import { extentsOf } from '../graph/access.js';
import type { RowNode } from '../graph/node.js';
import type { Expression } from '../ir/expression.js';
import { nodesOf, operandsOf } from '../ir/inspect.js';
import { costOf, loadCost, storeCost } from './cost.js';
import { itemsOf, valueOf, type Item } from './items.js';

const LANES = 4;
/** Cycles that a call takes beside its work. */
const CALL = 60;
/** Cycles that a row takes for each sweep over it, and for bringing the lanes of an accumulator together. */
const SWEEP = 4;
const COMBINE = 2.5;

/**
 * About how many cycles a row node takes: a vector computes four points at once, along the dimension for which that is
 * best, and what does not change along the dimensions of inner loops is computed outside of them.
 */
export function estimate(node: RowNode): number {
  const vectorizable = extentsOf(node).flatMap((extent, d) => (extent > 1 ? [d] : []));
  const candidates = vectorizable.length > 0 ? vectorizable : [undefined];
  return CALL + Math.min(...candidates.map((lanes) => new Estimate(node, lanes).cycles()));
}

class Estimate {
  private readonly extents: readonly number[];
  private readonly rank: number;
  /** How often the body of the loop over each dimension runs; before the first one, once. */
  private readonly iterations: readonly number[];
  private readonly deepest = new Map<Expression, number>();
  /** Where vectors run within rows, what is done once a row is done for some neighbouring rows at once. */
  private readonly block: number | undefined;

  constructor(
    private readonly node: RowNode,
    /** The dimension that vectors run along. */
    private readonly lanes: number | undefined,
  ) {
    this.extents = extentsOf(node);
    this.rank = node.outer.length;
    if (lanes !== undefined && lanes >= this.rank) {
      const wide = node.outer.findLastIndex((extent) => extent >= LANES);
      this.block = wide >= 0 ? wide : undefined;
    }
    let runs = 1;
    this.iterations = [
      1,
      ...this.extents.map((extent, d) => (runs *= d === lanes ? Math.ceil(extent / LANES) : extent)),
    ];
  }

  cycles(): number {
    const { node, rank, lanes } = this;
    const rows = this.iterations[rank]!;
    let cycles = 0;
    const ofRows = new Set<Expression>();
    for (const sweep of sweepsOf(node)) {
      const inSweep = new Set<Expression>();
      const visit = (e: Expression): void => {
        const depth = this.depthOf(e);
        const seen = depth > rank ? inSweep : ofRows;
        if (seen.has(e)) return;
        seen.add(e);
        const cost =
          e.kind === 'load'
            ? loadCost(e.window, this.extents) * this.scattered(e.window.strides, depth)
            : costOf(e);
        cycles += cost * this.runs(depth);
        operandsOf(e).forEach(visit);
      };
      for (const item of sweep) {
        visit(valueOf(item));
        if (item.kind === 'store') {
          const { window } = item.store;
          const depth = item.over === 'all' ? this.extents.length : rank;
          cycles +=
            storeCost(window, this.extents) * this.scattered(window.strides, depth) * this.runs(depth);
        } else {
          cycles += lanes !== undefined && lanes >= rank ? COMBINE * rows : 0;
        }
      }
      const runsOverRow = sweep.some((item) => item.kind === 'accumulate' || item.over === 'all');
      if (node.inner.length > 0 && runsOverRow) cycles += SWEEP * rows;
    }
    return cycles;
  }

  /** How many loops are around the work for an expression: those over the dimensions up to the last one it varies along. */
  private depthOf(e: Expression): number {
    let depth = this.deepest.get(e);
    if (depth === undefined) {
      depth = operandsOf(e).reduce((most, operand) => Math.max(most, this.depthOf(operand)), 0);
      if (e.kind === 'index') depth = Math.max(depth, e.dimension + 1);
      if (e.kind === 'accumulator') depth = Math.max(depth, this.rank);
      if (e.kind === 'load' || e.kind === 'gather') {
        e.window.strides.forEach((stride, d) => {
          if (stride !== 0) depth = Math.max(depth!, d + 1);
        });
      }
      this.deepest.set(e, depth);
    }
    return depth;
  }

  /** How often the body of so many loops runs. */
  private runs(depth: number): number {
    const iterations = this.iterations[depth]!;
    return this.block !== undefined && depth <= this.rank && depth > this.block
      ? iterations / LANES
      : iterations;
  }

  /** Elements that do not lie side by side are accessed one by one. */
  private scattered(strides: readonly number[], depth: number): number {
    const lanes = depth <= this.rank ? (this.block ?? this.lanes) : this.lanes;
    return lanes === undefined || Math.abs(strides[lanes]!) <= 1 ? 1 : LANES;
  }
}

/** Neighbouring passes that run together: the first one reduces, the second one does not wait for the results. */
function sweepsOf(node: RowNode): Item[][] {
  const sweeps: Item[][] = [];
  let reduced: Set<number> | undefined;
  for (const pass of node.passes) {
    const items = itemsOf({ ...node, passes: [pass] });
    const waits = (): boolean =>
      [...nodesOf(items.map(valueOf))].some((e) => e.kind === 'accumulator' && reduced!.has(e.index));
    if (pass.kind === 'store' && reduced && !waits()) sweeps.at(-1)!.push(...items);
    else sweeps.push(items);
    reduced =
      pass.kind === 'accumulate' ? new Set(pass.accumulators.map((_, i) => pass.first + i)) : undefined;
  }
  return sweeps;
}
