import { renaming, type IndexMap } from '../graph/affine.js';
import type { Graph } from '../graph/graph.js';
import { mapKernels } from '../graph/map.js';
import type { KernelNode, MatrixNode, RowNode } from '../graph/node.js';
import { reindex } from '../graph/reindex.js';
import { rewriteNode, type LeafRules } from '../graph/rewrite.js';
import { expressionsOf, storesOf } from '../graph/walk.js';
import { remembered } from '../ir/remembered.js';
import { constant, float } from '../ir/build.js';
import type { Expression, Window } from '../ir/expression.js';
import { leavesOf, nodesOf } from '../ir/inspect.js';
import { reductionIdentity } from '../ir/interpret.js';
import type { Pass } from '../ir/kernel.js';
import { unrollRows } from './small-rows.js';

/**
 * Brings every node to the fewest dimensions, in one order: nodes that do the same look the same then, and other passes
 * have less to tell apart. What is empty falls away.
 */
export function simplifyDimensions(graph: Graph): Graph {
  return mapKernels(graph, simplifyKernel);
}

export const simplifyKernel = remembered(
  (node: KernelNode): KernelNode | readonly KernelNode[] =>
    (node.kind === 'row' ? simplifyRow(node) : simplifyMatrix(node)) ?? [],
);

export function simplifyRow(node: RowNode): RowNode | undefined {
  if (node.outer.includes(0)) return undefined;
  const filled = node.inner.includes(0) ? withoutElements(node) : node;
  if (filled.passes.length === 0) return undefined;
  return mergeDimensions(withoutReductions(sortDimensions(filled)));
}

/** Over nothing, accumulators keep their identity and nothing is stored at all points. */
function withoutElements(node: RowNode): RowNode {
  const results = new Map<number, Expression>();
  const rank = node.outer.length;
  const passes = node.passes.flatMap((pass): Pass[] => {
    if (pass.kind === 'accumulate') {
      pass.accumulators.forEach(({ reduction, value }, i) => {
        const type = reduction === 'argMax' || reduction === 'argMin' ? 'int32' : value.type;
        results.set(pass.first + i, constant(type, reductionIdentity[reduction]));
      });
      return [];
    }
    return pass.over === 'outer' ? [{ ...pass, over: 'all' }] : [];
  });
  return rewriteNode(
    { ...node, passes, inner: [] },
    {
      window: (window) => ({ ...window, strides: window.strides.slice(0, rank) }),
      accumulator: ({ index }) => results.get(index)!,
    },
  );
}

/** Rows of one element need no reduction. */
function withoutReductions(node: RowNode): RowNode {
  const isSimple = node.passes.every((pass) => pass.kind === 'store' && pass.over === 'all');
  if (node.inner.length > 0 || isSimple) return node;
  const rank = node.outer.length;
  // Where that cannot be, a row keeps a dimension that tells it apart from its element.
  return unrollRows(node) ?? reindex(node, node.outer, [1], renaming([...node.outer.keys()], rank + 1));
}

/** The windows of a row node, those it stores through first. */
function windowsOf(node: KernelNode): Window[] {
  const windows = storesOf(node).map(({ window }) => window);
  for (const e of new Set(expressionsOf(node).flatMap(leavesOf))) {
    if (e.kind !== 'accumulator') windows.push(e.window);
  }
  return windows;
}

/** Dimensions of extent 1 are gone; the others lie as in memory, large strides outside. */
function sortDimensions(node: RowNode): RowNode {
  const windows = windowsOf(node);
  const compare = (a: number, b: number): number => {
    for (const { strides } of windows) {
      const difference = Math.abs(strides[b]!) - Math.abs(strides[a]!);
      if (difference !== 0) return difference;
    }
    return a - b;
  };
  const rank = node.outer.length;
  const extents = [...node.outer, ...node.inner];
  const real = extents.flatMap((extent, d) => (extent === 1 ? [] : [d]));
  const outer = real.filter((d) => d < rank).sort(compare);
  const inner = real.filter((d) => d >= rank);
  // The position that an arg reduction gives depends on the order.
  if (!isOrdered(node)) inner.sort(compare);
  return arrange(node, outer, inner);
}

function isOrdered(node: RowNode): boolean {
  return node.passes.some(
    (pass) =>
      pass.kind === 'accumulate' &&
      pass.accumulators.some(({ reduction }) => reduction === 'argMax' || reduction === 'argMin'),
  );
}

/** Keeps the dimensions given, in the order given; the others have extent 1. */
function arrange(node: RowNode, outer: readonly number[], inner: readonly number[]): RowNode {
  const extents = [...node.outer, ...node.inner];
  const order = [...outer, ...inner];
  if (order.length === extents.length && order.every((from, to) => from === to)) return node;
  const target = extents.map((_, d) => order.indexOf(d)).map((to) => (to < 0 ? undefined : to));
  const pick = (dimensions: readonly number[]): number[] => dimensions.map((d) => extents[d]!);
  return reindex(node, pick(outer), pick(inner), renaming(target, order.length));
}

function mergeDimensions(node: RowNode): RowNode {
  const windows = windowsOf(node);
  const indexed = new Set<number>();
  for (const e of nodesOf(expressionsOf(node))) if (e.kind === 'index') indexed.add(e.dimension);
  const extents = [...node.outer, ...node.inner];
  const rank = node.outer.length;
  /** Whether d - 1 and d are stepped through like one dimension. */
  const joins = (d: number): boolean =>
    d > 0 &&
    d !== rank &&
    !indexed.has(d - 1) &&
    !indexed.has(d) &&
    windows.every(({ strides }) => strides[d - 1] === strides[d]! * extents[d]!);
  const groups: number[][] = [];
  extents.forEach((_, d) => (joins(d) ? groups.at(-1)!.push(d) : groups.push([d])));
  if (groups.length === extents.length) return node;
  const map: IndexMap = extents.map((_, d) => {
    const own = groups.findIndex((group) => group.includes(d));
    // All windows step through the group like its last dimension, so that one carries the index.
    return { offset: 0, factors: groups.map((group, g) => (g === own && group.at(-1) === d ? 1 : 0)) };
  });
  const product = (group: readonly number[]): number => group.reduce((size, d) => size * extents[d]!, 1);
  return reindex(
    node,
    groups.filter(([d]) => d! < rank).map(product),
    groups.filter(([d]) => d! >= rank).map(product),
    map,
  );
}

function simplifyMatrix(node: MatrixNode): MatrixNode | RowNode | undefined {
  if (node.batch.includes(0) || node.m === 0 || node.n === 0) return undefined;
  if (node.k === 0) return emptySum(node);
  return stillOnes(mergeBatch(batchToRows(dropOnes(node))));
}

/** Along rows or columns of extent 1 nothing moves, so that equal windows look equal. */
function stillOnes(node: MatrixNode): MatrixNode {
  const { batch, m, n, k, a, b } = node;
  const still = (window: Window, ...extents: readonly number[]): Window => {
    const moves = (d: number): boolean => d < batch.length || extents[d - batch.length]! > 1;
    if (window.strides.every((stride, d) => stride === 0 || moves(d))) return window;
    return { ...window, strides: window.strides.map((stride, d) => (moves(d) ? stride : 0)) };
  };
  const epilogue = m === 1 || n === 1 ? rewriteNode(node, { window: (window) => still(window, m, n) }) : node;
  return { ...epilogue, a: still(a, m, k), b: still(b, k, n) };
}

/** A sum over nothing is zero. */
function emptySum({ batch, m, n, stores, sources }: MatrixNode): RowNode | undefined {
  const row: RowNode = {
    kind: 'row',
    outer: [...batch, m, n],
    inner: [],
    passes: [{ kind: 'store', over: 'all', stores }],
    sources,
  };
  return simplifyRow(rewriteNode(row, { accumulator: () => float(0) }));
}

/** Rewrites all windows of a matrix node: each has two dimensions beside those of the batch. */
function withBatch(node: MatrixNode, batch: readonly number[], rules: LeafRules): MatrixNode {
  return { ...rewriteNode(node, rules), batch };
}

function dropOnes(node: MatrixNode): MatrixNode {
  const rank = node.batch.length;
  const kept = node.batch.flatMap((extent, d) => (extent === 1 ? [] : [d]));
  if (kept.length === rank) return node;
  const order = [...kept, rank, rank + 1];
  return withBatch(
    node,
    kept.map((d) => node.batch[d]!),
    {
      window: (window) => ({ ...window, strides: order.map((d) => window.strides[d]!) }),
      index: (index) => {
        const dimension = order.indexOf(index.dimension);
        return dimension < 0 ? constant('int32', 0) : { ...index, dimension };
      },
    },
  );
}

/** A batch whose matrices share b is one taller matrix (or, where they share a, a wider one). */
function batchToRows(node: MatrixNode): MatrixNode {
  const { batch, m, n, a, b } = node;
  const rank = batch.length;
  const last = rank - 1;
  if (rank === 0) return node;
  const epilogue = windowsOf(node);
  const steps = ({ strides }: Window, to: number, extent: number): boolean =>
    extent === 1 || strides[last] === strides[to]! * extent;
  const join = (axis: 'm' | 'n', own: Window, other: Window): MatrixNode | undefined => {
    const to = axis === 'm' ? rank : rank + 1;
    const extent = axis === 'm' ? m : n;
    if (other.strides[last] !== 0 || !steps(own, to, extent)) return undefined;
    if (!epilogue.every((window) => steps(window, to, extent))) return undefined;
    if (usesIndices(node)) return undefined;
    const narrow = (window: Window): Window => {
      const strides = [...window.strides];
      if (extent === 1) strides[to] = strides[last]!;
      strides.splice(last, 1);
      return { ...window, strides };
    };
    const operand = (window: Window): Window =>
      window === own ? narrow(window) : { ...window, strides: window.strides.toSpliced(last, 1) };
    const rest = batch.slice(0, -1);
    const narrowed = withBatch(node, rest, { window: narrow });
    const extents = axis === 'm' ? { m: m * batch[last]! } : { n: n * batch[last]! };
    return batchToRows({ ...narrowed, ...extents, a: operand(a), b: operand(b) });
  };
  return join('m', a, b) ?? join('n', b, a) ?? node;
}

function usesIndices(node: MatrixNode): boolean {
  for (const e of nodesOf(expressionsOf(node))) if (e.kind === 'index') return true;
  return false;
}

/** Batch dimensions that are stepped through like one dimension become one. */
function mergeBatch(node: MatrixNode): MatrixNode {
  const { batch } = node;
  if (usesIndices(node)) return node;
  const windows = [node.a, node.b, ...windowsOf(node)];
  const d = batch.findIndex(
    (_, d) =>
      d + 1 < batch.length && windows.every(({ strides }) => strides[d] === strides[d + 1]! * batch[d + 1]!),
  );
  if (d < 0) return node;
  const merged = batch.toSpliced(d, 2, batch[d]! * batch[d + 1]!);
  return mergeBatch(
    withBatch(node, merged, {
      window: (window) => ({ ...window, strides: window.strides.toSpliced(d, 1) }),
    }),
  );
}
