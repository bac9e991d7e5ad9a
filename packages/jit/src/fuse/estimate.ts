import { extentsOf } from '../graph/access.js';
import type { RowNode } from '../graph/node.js';
import type { Expression } from '../ir/expression.js';
import { nodesOf, operandsOf } from '../ir/inspect.js';
import { costOf, STORE } from './cost.js';
import { itemsOf, valueOf, type Item } from './items.js';

const LANES = 4;
/** Cycles that a call takes beside its work. */
const CALL = 60;
/** Cycles that a row takes for each sweep over it, and for bringing the lanes of an accumulator together. */
const SWEEP = 4;
const COMBINE = 4;

/**
 * About how many cycles a row node takes: a vector computes four points at once, along the dimension for which that is
 * best, and what does not change along the inner dimensions is computed once a row.
 */
export function estimate(node: RowNode): number {
  const extents = extentsOf(node);
  const vectorizable = extents.flatMap((extent, d) => (extent > 1 ? [d] : []));
  const candidates = vectorizable.length > 0 ? vectorizable : [undefined];
  return CALL + Math.min(...candidates.map((lanes) => cyclesWith(node, lanes)));
}

function cyclesWith(node: RowNode, lanes: number | undefined): number {
  const rank = node.outer.length;
  const rows = node.outer.reduce((product, extent) => product * extent, 1);
  const points = rows * node.inner.reduce((product, extent) => product * extent, 1);
  const alongRow = lanes !== undefined && lanes >= rank;
  const perVector = (extent: number | undefined): number =>
    extent === undefined ? 1 : Math.ceil(extent / LANES) / extent;
  const share = perVector(lanes === undefined ? undefined : extentsOf(node)[lanes]);
  /** How often something is computed that does, or does not, change within a row. */
  const often = points * share;
  const seldom = alongRow ? rows : rows * share;
  const varies = new Map<Expression, boolean>();
  const variesInRow = (e: Expression): boolean => {
    let known = varies.get(e);
    if (known !== undefined) return known;
    known =
      operandsOf(e).some(variesInRow) ||
      (e.kind === 'index' && e.dimension >= rank) ||
      ((e.kind === 'load' || e.kind === 'gather') && e.window.strides.some((s, d) => d >= rank && s !== 0));
    varies.set(e, known);
    return known;
  };
  const scattered = (strides: readonly number[]): number =>
    lanes === undefined || Math.abs(strides[lanes]!) <= 1 ? 1 : LANES;
  let cycles = 0;
  const once = new Set<Expression>();
  for (const sweep of sweepsOf(node)) {
    const inSweep = new Set<Expression>();
    const visit = (e: Expression): void => {
      const varying = variesInRow(e);
      const seen = varying ? inSweep : once;
      if (seen.has(e)) return;
      seen.add(e);
      const factor = e.kind === 'load' ? scattered(e.window.strides) : 1;
      cycles += costOf(e) * factor * (varying ? often : seldom);
      operandsOf(e).forEach(visit);
    };
    for (const item of sweep) {
      visit(valueOf(item));
      if (item.kind === 'store') {
        cycles += STORE * scattered(item.store.window.strides) * (item.over === 'all' ? often : seldom);
      } else {
        cycles += alongRow ? COMBINE * rows : 0;
      }
    }
    if (node.inner.length > 0) cycles += SWEEP * seldom;
  }
  return cycles;
}

/** Neighbouring passes that run together: the first one reduces, the second one does not wait for the results. */
function sweepsOf(node: RowNode): Item[][] {
  const sweeps: Item[][] = [];
  let reduced: Set<number> | undefined;
  for (const pass of node.passes) {
    const items = itemsOf({ ...node, passes: [pass] });
    const waits = [...nodesOf(items.map(valueOf))].some(
      (e) => e.kind === 'accumulator' && reduced?.has(e.index),
    );
    if (pass.kind === 'store' && reduced && !waits) sweeps.at(-1)!.push(...items);
    else sweeps.push(items);
    reduced =
      pass.kind === 'accumulate' ? new Set(pass.accumulators.map((_, i) => pass.first + i)) : undefined;
  }
  return sweeps;
}
