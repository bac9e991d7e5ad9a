import type { Graph } from '../graph/graph.js';
import { mapKernels } from '../graph/map.js';
import type { KernelNode, MatrixNode, RowNode } from '../graph/node.js';
import { rewriter } from '../graph/rewrite.js';
import { binary, constant } from '../ir/build.js';
import type { Expression, Window } from '../ir/expression.js';
import type { Store } from '../ir/kernel.js';
import { simplifyRow } from './dimensions.js';
import { withoutSum } from './without-sum.js';

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
  if (m * n <= FEW_SUMS) return simplifyRow(asSums(node, { rows: true, columns: true }));
  return m === 1 || n === 1 ? simplifyRow(asSums(node, { rows: false, columns: false })) : node;
}

/** A product of few rows or few columns as a node over rows, with the few side by side; undefined of any other. */
export function rowsOf(node: MatrixNode): RowNode | undefined {
  const sideBySide = { rows: node.m <= FEW_SUMS, columns: node.n <= FEW_SUMS };
  return sideBySide.rows || sideBySide.columns ? simplifyRow(asSums(node, sideBySide)) : undefined;
}

const load = (window: Window): Expression => ({ kind: 'load', type: 'float32', window });

function asFormula(node: MatrixNode): RowNode {
  const { batch, k, a, b } = node;
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
  return withoutSum(
    node,
    terms.reduce((sum, term) => binary('add', sum, term)),
  );
}

/** What is written side by side, an accumulator for each: all rows of a product, all its columns, or both. */
interface SideBySide {
  readonly rows: boolean;
  readonly columns: boolean;
}

/** The products that a matrix product sums, for each element of it that is not side by side with others: rows over k. */
function asSums(
  { batch, m, n, k, a, b, stores, sources }: MatrixNode,
  { rows, columns }: SideBySide,
): RowNode {
  const rank = batch.length;
  /** Strides over the batch, over rows and columns unless these are side by side, and over k. */
  const stridesOf = (strides: readonly number[], row: number, column: number, along: number): number[] => [
    ...strides.slice(0, rank),
    ...(rows ? [] : [row]),
    ...(columns ? [] : [column]),
    along,
  ];
  const points = Array.from({ length: rows ? m : 1 }, (_, row) =>
    Array.from({ length: columns ? n : 1 }, (_, column) => ({ row, column })),
  ).flat();
  const values = points.map(({ row, column }) => {
    const [left, right] = [a.strides, b.strides];
    const [strideOfRow, strideOfColumn] = [left[rank]!, right[rank + 1]!];
    return binary(
      'mul',
      load({
        buffer: a.buffer,
        offset: a.offset + row * strideOfRow,
        strides: stridesOf(left, strideOfRow, 0, left[rank + 1]!),
      }),
      load({
        buffer: b.buffer,
        offset: b.offset + column * strideOfColumn,
        strides: stridesOf(right, 0, strideOfColumn, right[rank]!),
      }),
    );
  });
  const storesAt = points.flatMap(({ row, column }, i): Store[] => {
    const window = ({ buffer, offset, strides }: Window): Window => ({
      buffer,
      offset: offset + row * strides[rank]! + column * strides[rank + 1]!,
      strides: stridesOf(strides, strides[rank]!, strides[rank + 1]!, 0),
    });
    const rewrite = rewriter({
      window,
      accumulator: (e) => ({ ...e, index: i }),
      index: (e) => {
        if (e.dimension < rank) return e;
        if (e.dimension === rank) return rows ? constant('int32', row) : e;
        return columns ? constant('int32', column) : { ...e, dimension: rank + (rows ? 0 : 1) };
      },
    });
    return stores.map((store) => ({ ...store, window: window(store.window), value: rewrite(store.value) }));
  });
  return {
    kind: 'row',
    outer: [...batch, ...(rows ? [] : [m]), ...(columns ? [] : [n])],
    inner: [k],
    passes: [
      { kind: 'accumulate', first: 0, accumulators: values.map((value) => ({ reduction: 'sum', value })) },
      { kind: 'store', over: 'outer', stores: storesAt },
    ],
    sources,
  };
}
