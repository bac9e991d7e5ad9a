import { pointCost } from './cost.js';
import type { Nest } from './nest.js';

/** How a nest is generated. */
export interface Schedule {
  /** The dimension that the lanes of vectors run along; undefined in a nest of one point. */
  readonly lane: number | undefined;
  /**
   * The outer dimension of which a block of neighbouring rows is generated together. If the lanes run along it too,
   * each vector holds a piece of four rows, else a piece of one row.
   */
  readonly block: number | undefined;
}

/** Rows (or vectors of four) generated together if reductions must be put together across lanes. */
export const ROWS = 4;
/** Putting the lanes of up to four rows together. */
const ACROSS_LANES = 10;

const product = (numbers: readonly number[]): number => numbers.reduce((a, b) => a * b, 1);

/** How much dearer a block may be, by estimate, whose rows lie nearer to one another. */
const IN_ORDER = 1.05;

/**
 * The cheapest way by estimated instructions; of blocks that cost about the same, the one of the last dimension: then the
 * kernel goes through memory as it lies there, and what steps before left far away comes in time.
 */
export function schedule(nest: Nest): Schedule {
  const ways = candidates(nest).map((way) => ({ way, cost: costOf(nest, way) }));
  const best = ways.reduce((least, each) => (each.cost < least.cost ? each : least));
  return ways.find(({ way, cost }) => way.lane === best.way.lane && cost <= IN_ORDER * best.cost)!.way;
}

function candidates({ outer, inner, given }: Nest): Schedule[] {
  const rank = outer.length;
  const blocks: (number | undefined)[] = outer.map((_, d) => d).filter((d) => d !== given);
  // The last dimension first, which wins a tie.
  blocks.reverse();
  const across = blocks.map((d): Schedule => ({ lane: d, block: d }));
  const lanes = inner.map((_, i) => rank + i).filter((d) => d !== given);
  if (blocks.length === 0) blocks.push(undefined);
  const along = lanes.reverse().flatMap((lane) => blocks.map((block): Schedule => ({ lane, block })));
  const all = [...across, ...along];
  return all.length > 0 ? all : [{ lane: undefined, block: undefined }];
}

function costOf({ outer, inner, sweeps }: Nest, { lane, block }: Schedule): number {
  const rank = outer.length;
  const isInner = lane !== undefined && lane >= rank;
  const vectors = (extents: readonly number[], from: number): number =>
    product(extents.map((extent, i) => (from + i === lane ? Math.ceil(extent / 4) : extent)));
  const rows = vectors(outer, 0);
  const blockRows = block === undefined ? 1 : Math.min(ROWS, outer[block]!);
  return sweeps.reduce((sum, sweep) => {
    if (sweep.over === 'all') {
      const points = rows * vectors(inner, rank);
      const across = isInner ? (rows / blockRows) * ACROSS_LANES * sweep.accumulations.length : 0;
      return sum + points * pointCost(sweep, lane) + across;
    }
    return isInner ? sum + (rows / blockRows) * pointCost(sweep, block) : sum + rows * pointCost(sweep, lane);
  }, 0);
}
