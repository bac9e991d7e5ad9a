import { extentsOf } from '../graph/access.js';
import type { RowNode } from '../graph/node.js';
import type { Expression } from '../ir/expression.js';
import { leavesOf, operandsOf } from '../ir/inspect.js';
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
  const work = new Work(node);
  const lanes = work.candidates();
  return CALL + Math.min(...lanes.map((dimension) => cyclesWith(work, dimension)));
}

/** Something that is done once in each iteration of the loops around it. */
interface Step {
  readonly cost: number;
  /** How many loops are around it. */
  readonly depth: number;
  /** For an access to memory, how it moves. */
  readonly strides: readonly number[] | undefined;
}

/** What a node does, apart from how vectors run. */
class Work {
  readonly extents: readonly number[];
  readonly rank: number;
  readonly steps: Step[] = [];
  /** How many sweeps run over each row, and how many accumulators they bring together. */
  sweeps = 0;
  accumulators = 0;
  private readonly depths = new Map<Expression, number>();

  constructor(readonly node: RowNode) {
    this.extents = extentsOf(node);
    this.rank = node.outer.length;
    const ofRows = new Set<Expression>();
    for (const sweep of sweepsOf(node)) {
      const inSweep = new Set<Expression>();
      const visit = (e: Expression): void => {
        const depth = this.depthOf(e);
        const seen = depth > this.rank ? inSweep : ofRows;
        if (seen.has(e)) return;
        seen.add(e);
        if (e.kind === 'load') {
          const { strides } = e.window;
          this.steps.push({ cost: loadCost(e.window, this.extents), depth, strides });
        } else {
          this.steps.push({ cost: costOf(e), depth, strides: undefined });
        }
        operandsOf(e).forEach(visit);
      };
      for (const item of sweep) {
        visit(valueOf(item));
        if (item.kind === 'accumulate') {
          this.accumulators++;
          continue;
        }
        const { window } = item.store;
        const depth = item.over === 'all' ? this.extents.length : this.rank;
        this.steps.push({ cost: storeCost(window, this.extents), depth, strides: window.strides });
      }
      const runsOverRow = sweep.some((item) => item.kind === 'accumulate' || item.over === 'all');
      if (node.inner.length > 0 && runsOverRow) this.sweeps++;
    }
  }

  /** The dimensions that vectors may run along: those in which something lies side by side. */
  candidates(): (number | undefined)[] {
    const real = [...this.extents.keys()].filter((d) => this.extents[d]! > 1);
    const dense = real.filter((d) => this.steps.some(({ strides }) => Math.abs(strides?.[d] ?? 0) === 1));
    return dense.length > 0 ? dense : real.length > 0 ? real.slice(-1) : [undefined];
  }

  /** How many loops are around the work for an expression: those over the dimensions up to the last it varies along. */
  private depthOf(e: Expression): number {
    let depth = this.depths.get(e);
    if (depth === undefined) {
      depth = 0;
      for (const operand of operandsOf(e)) depth = Math.max(depth, this.depthOf(operand));
      if (e.kind === 'index') depth = Math.max(depth, e.dimension + 1);
      if (e.kind === 'accumulator') depth = Math.max(depth, this.rank);
      if (e.kind === 'load' || e.kind === 'gather') {
        depth = Math.max(depth, e.window.strides.findLastIndex((stride) => stride !== 0) + 1);
      }
      this.depths.set(e, depth);
    }
    return depth;
  }
}

function cyclesWith(
  { node, extents, rank, steps, sweeps, accumulators }: Work,
  lanes: number | undefined,
): number {
  const isWithinRow = lanes !== undefined && lanes >= rank;
  // Where vectors run within rows, what is done once a row is done for some neighbouring rows at once.
  const wide = isWithinRow ? node.outer.findLastIndex((extent) => extent >= LANES) : -1;
  /** How often the body of so many loops runs. */
  const runs = [1];
  extents.forEach((extent, d) => runs.push(runs[d]! * (d === lanes ? Math.ceil(extent / LANES) : extent)));
  const rows = runs[rank]!;
  let cycles = sweeps * SWEEP * rows + (isWithinRow ? accumulators * COMBINE * rows : 0);
  for (const { cost, depth, strides } of steps) {
    const inBlock = wide >= 0 && depth <= rank && depth > wide;
    const along = depth <= rank && wide >= 0 ? wide : lanes;
    // Elements that do not lie side by side are accessed one by one.
    const isScattered = strides && along !== undefined && Math.abs(strides[along]!) > 1;
    cycles += (cost * (isScattered ? LANES : 1) * runs[depth]!) / (inBlock ? LANES : 1);
  }
  return cycles;
}

/** Neighbouring passes that run together: the first one reduces, the second one does not wait for the results. */
function sweepsOf(node: RowNode): Item[][] {
  const sweeps: Item[][] = [];
  let reduced: Set<number> | undefined;
  for (const pass of node.passes) {
    const items = itemsOf({ ...node, passes: [pass] });
    const waits = (): boolean =>
      items.some((item) =>
        leavesOf(valueOf(item)).some((e) => e.kind === 'accumulator' && reduced!.has(e.index)),
      );
    if (pass.kind === 'store' && reduced && !waits()) sweeps.at(-1)!.push(...items);
    else sweeps.push(items);
    reduced =
      pass.kind === 'accumulate' ? new Set(pass.accumulators.map((_, i) => pass.first + i)) : undefined;
  }
  return sweeps;
}
