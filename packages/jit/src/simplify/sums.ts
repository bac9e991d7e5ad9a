import { mapRules, throughMap, type IndexMap } from '../graph/affine.js';
import { extentsOf } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import { mapKernels } from '../graph/map.js';
import type { KernelNode, MatrixNode, RowNode } from '../graph/node.js';
import type { Area } from '../graph/overlap.js';
import { isSplit, split } from '../graph/reindex.js';
import { rewriter } from '../graph/rewrite.js';
import { passage } from '../graph/through.js';
import { storageOf } from '../graph/value.js';
import { sizeOf } from '../graph/view.js';
import { readsOf, writesOf } from '../graph/walk.js';
import type { Expression, Window } from '../ir/expression.js';
import type { Store } from '../ir/kernel.js';
import { simplifyRow } from './dimensions.js';

/**
 * A sum of sums is one sum, and a sum of matrix products is one product, summed over more: the gradients of weights, one
 * product for each time step and then a sum over time, become products over time and batch together.
 */
export function joinSums(graph: Graph): Graph {
  const writers = new Map<number, KernelNode[]>();
  const readers = new Map<number, number>();
  for (const node of graph.nodes) {
    if (node.kind === 'loop') {
      // What loops use stays as it is.
      for (const inner of node.body) {
        for (const id of [...readsOf(inner), ...writesOf(inner)]) {
          readers.set(storageOf(graph.values[id]!).id, Infinity);
        }
      }
      continue;
    }
    for (const id of writesOf(node)) writers.set(id, [...(writers.get(id) ?? []), node]);
    for (const id of readsOf(node)) readers.set(id, (readers.get(id) ?? 0) + 1);
  }
  const replaced = new Map<KernelNode, KernelNode>();
  for (const node of graph.nodes) {
    if (node.kind !== 'row') continue;
    let sum: KernelNode | undefined = node;
    while (sum?.kind === 'row') {
      const outer = sumOf(sum);
      const sources = outer ? (writers.get(outer.load.window.buffer) ?? []) : [];
      const value = outer && graph.values[outer.load.window.buffer]!;
      const isOwn = value?.origin.kind === 'computed' && readers.get(value.id) === 1;
      const source: KernelNode | undefined = sources.length === 1 ? sources[0] : undefined;
      if (!outer || !isOwn || !source || graph.outputs.includes(value)) break;
      const joined: KernelNode | undefined =
        source.kind === 'row' ? joinRows(outer, source) : joinProduct(outer, source);
      if (!joined) break;
      replaced.set(node, joined);
      sum = joined;
    }
  }
  return replaced.size === 0 ? graph : mapKernels(graph, (node) => replaced.get(node) ?? node);
}

type Load = Extract<Expression, { kind: 'load' }>;

/** A row node that sums what it loads, and stores something of the sum. */
interface Sum {
  readonly node: RowNode;
  readonly load: Load;
  readonly stores: readonly Store[];
}

function sumOf(node: RowNode): Sum | undefined {
  const [first, second, ...others] = node.passes;
  if (first?.kind !== 'accumulate' || second?.kind !== 'store' || second.over !== 'outer') return undefined;
  const [accumulator, ...further] = first.accumulators;
  if (others.length > 0 || further.length > 0 || accumulator!.reduction !== 'sum') return undefined;
  const { value } = accumulator!;
  return value.kind === 'load' && value.type === 'float32'
    ? { node, load: value, stores: second.stores }
    : undefined;
}

/** The way from the elements that are summed to the points that stored them, with the sum cut as that needs. */
function wayTo(sum: Sum, store: Area): { readonly sum: Sum; readonly map: IndexMap } | undefined {
  const way = passage(store, { window: sum.load.window, extents: extentsOf(sum.node) });
  if (!way) return undefined;
  return isSplit(way.splits)
    ? { sum: sumOf(split(sum.node, way.splits))!, map: way.map }
    : { sum, map: way.map };
}

/** The sum of a sum as one row node. */
function joinRows(outerSum: Sum, source: RowNode): RowNode | undefined {
  const [first, second, ...others] = source.passes;
  if (
    first?.kind !== 'accumulate' ||
    second?.kind !== 'store' ||
    second.over !== 'outer' ||
    others.length > 0
  ) {
    return undefined;
  }
  const store = second.stores.find(({ window }) => window.buffer === outerSum.load.window.buffer)!;
  if (store.value.kind !== 'accumulator') return undefined;
  const { reduction, value } = first.accumulators[store.value.index - first.first]!;
  if (reduction !== 'sum') return undefined;
  const rank = source.outer.length;
  const area = {
    window: { ...store.window, strides: store.window.strides.slice(0, rank) },
    extents: source.outer,
  };
  const way = wayTo(outerSum, area);
  if (!way) return undefined;
  const { node, stores } = way.sum;
  const inner = [...node.inner, ...source.inner];
  const own = node.outer.length + node.inner.length;
  const total = own + source.inner.length;
  const extend = (window: Window): Window => ({
    ...window,
    strides: [...window.strides, ...source.inner.map(() => 0)],
  });
  const map: IndexMap = [
    ...way.map.map(({ offset, factors }) => ({
      offset,
      factors: [...factors, ...source.inner.map(() => 0)],
    })),
    ...source.inner.map((_, i) => ({
      offset: 0,
      factors: Array.from({ length: total }, (_, d) => (d === own + i ? 1 : 0)),
    })),
  ];
  const finish = rewriter({ window: extend });
  return simplifyRow({
    kind: 'row',
    outer: node.outer,
    inner,
    passes: [
      {
        kind: 'accumulate',
        first: 0,
        accumulators: [{ reduction: 'sum', value: rewriter(mapRules(map, total))(value) }],
      },
      {
        kind: 'store',
        over: 'outer',
        stores: stores.map((each) => ({ ...each, window: extend(each.window), value: finish(each.value) })),
      },
    ],
    sources: [...source.sources, ...node.sources],
  });
}

/** The sum of products as one product with a longer sum; undefined if memory does not lie so. */
function joinProduct(outerSum: Sum, source: MatrixNode): MatrixNode | undefined {
  const store = source.stores.find(({ window }) => window.buffer === outerSum.load.window.buffer)!;
  if (store.value.kind !== 'accumulator') return undefined;
  const way = wayTo(outerSum, { window: store.window, extents: extentsOf(source) });
  if (!way) return undefined;
  const { node, stores } = way.sum;
  const rank = source.batch.length;
  const kept = node.outer.length;
  const total = kept + node.inner.length;
  // Rows, columns and what remains of the batch are told by the dimensions that are kept, one each.
  const places = way.map.map(({ offset, factors }, d) => {
    const used = factors.flatMap((factor, i) => (factor === 0 ? [] : [i]));
    const isSimple = offset === 0 && used.length === 1 && factors[used[0]!] === 1;
    return isSimple ? used[0]! : extentsOf(source)[d] === 1 ? undefined : -1;
  });
  const [row, column] = [places[rank], places[rank + 1]];
  const isKept = (place: number | undefined): boolean => place === undefined || (place >= 0 && place < kept);
  if (places.includes(-1) || !isKept(row) || !isKept(column)) return undefined;
  if (new Set(places.filter((place) => place !== undefined)).size !== total) return undefined;
  const batch = Array.from({ length: kept }, (_, d) => d).filter((d) => d !== row && d !== column);
  /** Strides of an operand's batch dimension at a dimension of the sum. */
  const strideAt = (window: Window, d: number): number => {
    const from = places.findIndex((place, i) => i < rank && place === d);
    return from < 0 ? 0 : window.strides[from]!;
  };
  const along = (window: Window, axis: number): number[] => [
    ...node.inner.map((_, i) => strideAt(window, kept + i)),
    window.strides[axis]!,
  ];
  const extents = [...node.inner, source.k];
  const [strideA, strideB] = [
    commonStride(extents, along(source.a, rank + 1)),
    commonStride(extents, along(source.b, rank)),
  ];
  if (strideA === undefined || strideB === undefined) return undefined;
  const operand = (window: Window, axis: number, stride: number): Window => ({
    ...window,
    strides: [...batch.map((d) => strideAt(window, d)), ...window.strides.slice(rank).with(axis, stride)],
  });
  const map: IndexMap = Array.from({ length: kept }, (_, d) => {
    const to = d === row ? batch.length : d === column ? batch.length + 1 : batch.indexOf(d);
    return { offset: 0, factors: Array.from({ length: batch.length + 2 }, (_, i) => (i === to ? 1 : 0)) };
  });
  const narrow = (window: Window): Window =>
    throughMap({ ...window, strides: window.strides.slice(0, kept) }, map, batch.length + 2);
  const finish = rewriter({ ...mapRules(map, batch.length + 2), window: narrow });
  return {
    ...source,
    batch: batch.map((d) => node.outer[d]!),
    k: sizeOf(extents),
    a: operand(source.a, 1, strideA),
    b: operand(source.b, 0, strideB),
    stores: stores.map((each) => ({ ...each, window: narrow(each.window), value: finish(each.value) })),
    sources: [...source.sources, ...node.sources],
  };
}

/** The stride of one dimension that steps like several, outermost first; undefined if none does. */
function commonStride(extents: readonly number[], strides: readonly number[]): number | undefined {
  let result: number | undefined;
  let size = 1;
  for (let d = extents.length - 1; d >= 0; d--) {
    if (extents[d] === 1) continue;
    result ??= strides[d]!;
    if (strides[d] !== result * size) return undefined;
    size *= extents[d]!;
  }
  return result ?? 0;
}
