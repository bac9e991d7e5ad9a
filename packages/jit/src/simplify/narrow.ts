import { mapRules, type IndexMap } from '../graph/affine.js';
import { areasRead, areasWritten, extentsOf } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import type { MatrixNode } from '../graph/node.js';
import { meet, type Area } from '../graph/overlap.js';
import { rewriteNode } from '../graph/rewrite.js';
import { Sites, type Site } from '../graph/sites.js';
import { passage } from '../graph/through.js';
import { storageOf } from '../graph/value.js';
import type { Window } from '../ir/expression.js';

/**
 * Products are computed only for the rows and columns that somebody reads. (The gradient of a concatenated input is a
 * product for all its parts, of which the part that belongs to given data is not needed.)
 */
export function narrowProducts(graph: Graph): Graph {
  const sites = new Sites(graph);
  for (const site of sites.list) {
    if (site.node?.kind !== 'matrix') continue;
    const rank = site.node.batch.length;
    const narrowed = [rank, rank + 1].reduce((node, axis) => {
      const range = usedRange(sites, { ...site, node }, axis);
      return range ? cut(node, axis, range) : node;
    }, site.node);
    if (narrowed !== site.node) sites.exchange(site, narrowed);
  }
  return sites.result();
}

/** The first and the last index that is used. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** The indices along an axis of the product that any reader needs; undefined if that may be all. */
function usedRange(sites: Sites, site: Site, axis: number): Range | undefined {
  const { values, outputs } = sites.graph;
  let [from, to] = [Infinity, -Infinity];
  for (const store of areasWritten(site.node!)) {
    const value = values[store.window.buffer]!;
    const storage = storageOf(value);
    if (storage.origin.kind !== 'computed' || outputs.includes(storage)) return undefined;
    for (const reader of sites.readersOf(storage)) {
      for (const read of areasRead(reader.node!)) {
        const other = values[read.window.buffer]!;
        if (storageOf(other) !== storage) continue;
        if (other !== value) return undefined;
        if (!meet(store, read)) continue;
        const range = rangeOf(store, read, axis);
        if (!range) return undefined;
        from = Math.min(from, range.from);
        to = Math.max(to, range.to);
      }
    }
  }
  return from <= to && to - from + 1 < extentsOf(site.node!)[axis]! ? { from, to } : undefined;
}

function rangeOf(store: Area, read: Area, axis: number): Range | undefined {
  const way = passage(store, read);
  if (!way) return undefined;
  const { offset, factors } = way.map[axis]!;
  let [from, to] = [offset, offset];
  way.splits.flat().forEach((extent, d) => {
    const reach = factors[d]! * (extent - 1);
    if (reach < 0) from += reach;
    else to += reach;
  });
  return { from, to };
}

function cut(node: MatrixNode, axis: number, { from, to }: Range): MatrixNode {
  const rank = node.batch.length;
  const map: IndexMap = Array.from({ length: rank + 2 }, (_, d) => ({
    offset: d === axis ? from : 0,
    factors: Array.from({ length: rank + 2 }, (_, i) => (i === d ? 1 : 0)),
  }));
  const shift = (window: Window): Window => ({
    ...window,
    offset: window.offset + from * window.strides[axis]!,
  });
  const extent = to - from + 1;
  const epilogue = rewriteNode(node, mapRules(map, rank + 2));
  return axis === rank
    ? { ...epilogue, m: extent, a: shift(node.a), b: node.b }
    : { ...epilogue, n: extent, a: node.a, b: shift(node.b) };
}
