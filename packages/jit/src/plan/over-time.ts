import { mapRules, type IndexMap } from '../graph/affine.js';
import { areasRead, areasWritten, extentsOf, operandAreas } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import type { KernelNode, MatrixNode, RowNode } from '../graph/node.js';
import { split } from '../graph/reindex.js';
import { rewriteNode } from '../graph/rewrite.js';
import { readsOf, storesOf, writesOf } from '../graph/walk.js';
import type { Window } from '../ir/expression.js';

/**
 * Kernels outside of loops that run over all time steps at once, as kernels that are given the number of steps when they
 * are called: programs for sequences of different lengths have them in common.
 */

/** A kernel with a given extent, and what it is. */
export interface KernelOverTime {
  readonly node: KernelNode;
  readonly extent: number;
}

/** The dimension of a kernel that runs over time: over `count` steps, `unit` indices each. */
interface Time {
  readonly dimension: number;
  readonly unit: number;
  readonly count: number;
}

/** The steps that costs are estimated with. */
const USUAL_STEPS = 24;
/** Rows of a product that make good use of registers; fewer are put together from several steps. */
const ENOUGH_ROWS = 16;

/** What stands for a kernel over all steps: one kernel, or two for whole groups of steps and those left over. */
export function kernelsOverTime(graph: Graph): ReadonlyMap<KernelNode, readonly KernelOverTime[]> {
  const sizes = stepSizes(graph);
  const kernels = new Map<KernelNode, readonly KernelOverTime[]>();
  // Again, since the zeros that pad a value are written before what tells how many elements a step has.
  for (const node of [...graph.nodes, ...graph.nodes]) {
    if (node.kind === 'loop' || kernels.has(node)) continue;
    const time = timeOf(node, sizes);
    if (!time) continue;
    for (const { window, axes } of storesWithAxes(node)) {
      const at = axes.indexOf(time.dimension);
      const size = Math.abs(window.strides[at]!) * time.unit;
      if (graph.values[window.buffer]!.size % size === 0) sizes.set(window.buffer, size);
    }
    const found = node.kind === 'row' ? rowOverTime(node, time) : productOverTime(node, time);
    if (found) kernels.set(node, found);
  }
  return kernels;
}

/** For the values that loops use step by step, the elements of a step. */
function stepSizes({ nodes, values }: Graph): Map<number, number> {
  const sizes = new Map<number, number>();
  for (const loop of nodes) {
    if (loop.kind !== 'loop') continue;
    for (const id of loop.body.flatMap((node) => [...readsOf(node), ...writesOf(node)])) {
      const { origin, size } = values[id]!;
      if (origin.kind === 'step') sizes.set(origin.of.id, size);
    }
  }
  return sizes;
}

/** A window, and the kernel's dimensions that its strides belong to. */
interface WithAxes {
  readonly window: Window;
  readonly axes: readonly number[];
}

/** All dimensions of a kernel: the outer and inner ones, or the batch, m, n and k. */
const allExtents = (node: KernelNode): number[] =>
  node.kind === 'row' ? extentsOf(node) : [...extentsOf(node), node.k];

function storesWithAxes(node: KernelNode): WithAxes[] {
  const axes = extentsOf(node).map((_, d) => d);
  return storesOf(node).map(({ window }) => ({ window, axes }));
}

function windowsWithAxes(node: KernelNode): WithAxes[] {
  const axes = extentsOf(node).map((_, d) => d);
  const all = [...areasWritten(node), ...areasRead(node)].map(({ window }) => ({ window, axes }));
  if (node.kind === 'row') return all;
  const rank = node.batch.length;
  const batch = axes.slice(0, rank);
  const [m, n, k] = [rank, rank + 1, rank + 2];
  const [a, b] = operandAreas(node);
  return [
    { window: a.window, axes: [...batch, m, k] },
    { window: b.window, axes: [...batch, k, n] },
    ...all.filter(({ window }) => window !== a.window && window !== b.window),
  ];
}

/** The dimension along which a window reaches from one step to another. */
function timeOf(node: KernelNode, sizes: ReadonlyMap<number, number>): Time | undefined {
  const extents = allExtents(node);
  if (extents.includes(0)) return undefined;
  for (const { window, axes } of windowsWithAxes(node)) {
    const size = sizes.get(window.buffer);
    if (size === undefined) continue;
    for (const [i, dimension] of axes.entries()) {
      const unit = size / Math.abs(window.strides[i]!);
      const count = extents[dimension]! / unit;
      if (Number.isInteger(unit) && Number.isInteger(count) && count > 1) return { dimension, unit, count };
    }
  }
  return undefined;
}

function rowOverTime(node: RowNode, { dimension, unit, count }: Time): KernelOverTime[] | undefined {
  const rank = node.outer.length;
  if (dimension > rank) return undefined;
  const parts = unit === 1 ? [count] : [count, unit];
  const { outer, inner, ...rest } = split(
    node,
    extentsOf(node).map((extent, d) => (d === dimension ? parts : [extent])),
  );
  const usual = (extents: readonly number[], at: number): number[] =>
    extents.map((extent, d) => (d === at ? USUAL_STEPS : extent));
  const shared = { ...rest, outer: usual(outer, dimension), inner: usual(inner, dimension - rank) };
  return [{ node: { ...shared, given: dimension }, extent: count }];
}

function productOverTime(node: MatrixNode, { dimension, unit, count }: Time): KernelOverTime[] | undefined {
  const rank = node.batch.length;
  if (dimension === rank + 2)
    return [{ node: { ...node, k: USUAL_STEPS * unit, given: 'k' }, extent: node.k }];
  if (dimension !== rank) return undefined;
  const group = Math.ceil(ENOUGH_ROWS / unit);
  const groups = Math.floor(count / group);
  const left = count - groups * group;
  return [
    ...(groups > 0 ? [{ node: batchOfRows(node, 0, group * unit), extent: groups }] : []),
    ...(left > 0 ? [{ node: batchOfRows(node, groups * group * unit, unit), extent: left }] : []),
  ];
}

/** The product from a row on as a batch of products of so many rows; how many is given. */
function batchOfRows(node: MatrixNode, from: number, rows: number): MatrixNode {
  const { batch, a, b } = node;
  const rank = batch.length;
  const map: IndexMap = Array.from({ length: rank + 2 }, (_, d) => ({
    offset: d === rank ? from : 0,
    factors: Array.from({ length: rank + 3 }, (_, i) => (i === d + 1 ? 1 : d === rank && i === 0 ? rows : 0)),
  }));
  const step = a.strides[rank]!;
  return {
    ...rewriteNode(node, mapRules(map, rank + 3)),
    batch: [USUAL_STEPS, ...batch],
    m: rows,
    a: { ...a, offset: a.offset + from * step, strides: [rows * step, ...a.strides] },
    b: { ...b, strides: [0, ...b.strides] },
    given: 'batch',
  };
}
