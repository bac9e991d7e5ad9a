import type { Graph } from '../graph/graph.js';
import { mapKernels } from '../graph/map.js';
import type { KernelNode, MatrixNode, RowNode } from '../graph/node.js';
import { rewriter } from '../graph/rewrite.js';
import { binary, constant } from '../ir/build.js';
import type { Expression, Window } from '../ir/expression.js';
import type { Store } from '../ir/kernel.js';
import { simplifyRow } from './dimensions.js';

/** Sums of so few products are formulas. */
const FEW_TERMS = 4;
/** So few sums are reduced side by side, in one walk over their terms. */
const FEW_SUMS = 4;

/**
 * Matrix products in which no matrix is worth the name become row nodes, which melt with what is around them: outer
 * products (k = 1) and sums of few products, a few dot products, and products of a matrix with a vector.
 */
export function productsAsRows(graph: Graph): Graph {
  return mapKernels(graph, (node) => (node.kind === 'matrix' ? (asRows(node) ?? []) : node));
}

function asRows(node: MatrixNode): KernelNode | undefined {
  const { m, n, k } = node;
  if (k <= FEW_TERMS) return simplifyRow(asFormula(node));
  if (m * n <= FEW_SUMS) return simplifyRow(asDotProducts(node));
  return m === 1 || n === 1 ? simplifyRow(asSums(node)) : node;
}

const load = (window: Window): Expression => ({ kind: 'load', type: 'float32', window });

function asFormula({ batch, m, n, k, a, b, stores, sources }: MatrixNode): RowNode {
  const rank = batch.length;
  const terms = Array.from({ length: k }, (_, i) => {
    const left: Window = {
      ...a,
      offset: a.offset + i * a.strides[rank + 1]!,
      strides: a.strides.with(rank + 1, 0),
    };
    const right: Window = { ...b, offset: b.offset + i * b.strides[rank]!, strides: b.strides.with(rank, 0) };
    return binary('mul', load(left), load(right));
  });
  const product = terms.reduce((sum, term) => binary('add', sum, term));
  const rewrite = rewriter({ accumulator: () => product });
  return {
    kind: 'row',
    outer: [...batch, m, n],
    inner: [],
    passes: [
      {
        kind: 'store',
        over: 'all',
        stores: stores.map((store) => ({ ...store, value: rewrite(store.value) })),
      },
    ],
    sources,
  };
}

/** Rows over the batch; every sum is an accumulator of its own. */
function asDotProducts({ batch, m, n, k, a, b, stores, sources }: MatrixNode): RowNode {
  const rank = batch.length;
  /** A window at a row and a column, with the given stride along k. */
  const at = (window: Window, row: number, column: number, strideK: number): Window => ({
    buffer: window.buffer,
    offset: window.offset + row * window.strides[rank]! + column * window.strides[rank + 1]!,
    strides: [...window.strides.slice(0, rank), strideK],
  });
  const points = Array.from({ length: m * n }, (_, i) => ({ row: Math.floor(i / n), column: i % n, i }));
  const values = points.map(({ row, column }) =>
    binary(
      'mul',
      load(at({ ...a, strides: a.strides.with(rank + 1, 0) }, row, 0, a.strides[rank + 1]!)),
      load(at({ ...b, strides: b.strides.with(rank, 0) }, 0, column, b.strides[rank]!)),
    ),
  );
  const storesAt = points.flatMap(({ row, column, i }): Store[] => {
    const rewrite = rewriter({
      window: (window) => at(window, row, column, 0),
      accumulator: (e) => ({ ...e, index: i }),
      index: (e) => (e.dimension < rank ? e : constant('int32', e.dimension === rank ? row : column)),
    });
    return stores.map((store) => ({
      ...store,
      window: at(store.window, row, column, 0),
      value: rewrite(store.value),
    }));
  });
  return {
    kind: 'row',
    outer: batch,
    inner: [k],
    passes: [
      { kind: 'accumulate', first: 0, accumulators: values.map((value) => ({ reduction: 'sum', value })) },
      { kind: 'store', over: 'outer', stores: storesAt },
    ],
    sources,
  };
}

/** Rows over all elements of the product, which run over k. */
function asSums({ batch, m, n, k, a, b, stores, sources }: MatrixNode): RowNode {
  const rank = batch.length;
  const left: Window = { ...a, strides: [...a.strides.with(rank + 1, 0), a.strides[rank + 1]!] };
  const right: Window = { ...b, strides: [...b.strides.with(rank, 0), b.strides[rank]!] };
  const extend = (window: Window): Window => ({ ...window, strides: [...window.strides, 0] });
  const rewrite = rewriter({ window: extend });
  return {
    kind: 'row',
    outer: [...batch, m, n],
    inner: [k],
    passes: [
      {
        kind: 'accumulate',
        first: 0,
        accumulators: [{ reduction: 'sum', value: binary('mul', load(left), load(right)) }],
      },
      {
        kind: 'store',
        over: 'outer',
        stores: stores.map((store) => ({
          ...store,
          window: extend(store.window),
          value: rewrite(store.value),
        })),
      },
    ],
    sources,
  };
}
