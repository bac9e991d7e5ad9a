import type { Window } from '../ir/expression.js';
import { extentsOf } from './access.js';
import { mapRules, type IndexMap } from './affine.js';
import type { KernelNode, MatrixNode } from './node.js';
import { reindex } from './reindex.js';
import { rewriteNode } from './rewrite.js';

/** Some indices of a dimension, one after the other. */
export interface Range {
  readonly from: number;
  readonly count: number;
}

/**
 * The part of a node's work that lies in a range of one dimension.
 *
 * @param axis a dimension of the index space of its stores; for products also the one behind these, which is k
 */
export function cut<N extends KernelNode>(node: N, axis: number, range: Range): N;
export function cut(node: KernelNode, axis: number, { from, count }: Range): KernelNode {
  const extents = extentsOf(node);
  const map: IndexMap = extents.map((_, d) => ({
    offset: d === axis ? from : 0,
    factors: extents.map((_, i) => (i === d ? 1 : 0)),
  }));
  if (node.kind === 'matrix') return cutProduct(node, axis, { from, count }, map);
  const rank = node.outer.length;
  const left = extents.with(axis, count);
  return reindex(node, left.slice(0, rank), left.slice(rank), map);
}

function cutProduct(node: MatrixNode, axis: number, { from, count }: Range, map: IndexMap): MatrixNode {
  const { batch, a, b } = node;
  const rank = batch.length;
  const shift = (window: Window, dimension: number): Window => ({
    ...window,
    offset: window.offset + from * window.strides[dimension]!,
  });
  if (axis === rank + 2) return { ...node, a: shift(a, rank + 1), b: shift(b, rank), k: count };
  const epilogue = rewriteNode(node, mapRules(map, rank + 2));
  if (axis === rank) return { ...epilogue, a: shift(a, rank), b, m: count };
  if (axis === rank + 1) return { ...epilogue, a, b: shift(b, rank + 1), n: count };
  return { ...epilogue, a: shift(a, axis), b: shift(b, axis), batch: batch.with(axis, count) };
}
