import { areasRead, areasWritten, extentsOf, inStorage } from '../graph/access.js';
import { cut, type Range } from '../graph/cut.js';
import type { Graph } from '../graph/graph.js';
import type { KernelNode } from '../graph/node.js';
import { apartFrom, type Area } from '../graph/overlap.js';
import { Sites, type Site } from '../graph/sites.js';
import type { Value } from '../graph/value.js';

/**
 * Less than this part of its elements is not worth being left out of a node over rows: it would no longer fuse with
 * nodes that have all of them. (Products have no one to fuse with but what reads them.)
 */
const LEAST_PART = 1 / 4;

/**
 * Nodes compute only what somebody reads: along each dimension they begin where the first reader does, and end where the
 * last one does. (A loss that looks at the last steps of a sequence needs no outputs of the others; the gradient of a
 * concatenated input is a product for all its parts, of which that of given data is not needed.)
 */
export function narrow(graph: Graph): Graph {
  const sites = new Sites(graph);
  // From the end, since a node reads less when it computes less.
  for (const site of sites.list.toReversed()) {
    const { node } = site;
    const rank = node!.kind === 'row' ? node!.outer.length : extentsOf(node!).length;
    let uses = usesOf(sites, site);
    for (let axis = 0; axis < rank && uses; axis++) {
      const range = usedRange(uses, site.node!, axis);
      if (!range) continue;
      sites.exchange(site, cut(site.node!, axis, range));
      uses = usesOf(sites, site);
    }
  }
  return sites.result();
}

/** What a node writes, and all that others read of the same value. */
interface Use {
  readonly written: Area;
  readonly reads: readonly Area[];
}

/** All that is made of what a site writes; undefined if some of that leaves the graph. */
function usesOf(sites: Sites, site: Site): Use[] | undefined {
  const { values, outputs } = sites.graph;
  const writes = areasWritten(site.node!).map((area) => inStorage(values, area, site.loop));
  const isInner = ({ storage }: { readonly storage: Value }): boolean =>
    storage.origin.kind === 'computed' && !outputs.includes(storage);
  if (!writes.every(isInner)) return undefined;
  return writes.map(({ storage, area }) => ({ written: area, reads: readsOf(sites, storage, site) }));
}

/** What is read of a value. A row that reads what it wrote itself needs nothing that other rows write. */
function readsOf(sites: Sites, storage: Value, writer: Site): Area[] {
  const isOwn = (reader: Site): boolean =>
    reader === writer && writer.node!.kind === 'row' && writer.loop === undefined;
  return [...sites.readersOf(storage)]
    .filter((reader) => !isOwn(reader))
    .flatMap((reader) =>
      areasRead(reader.node!).map((read) => inStorage(sites.graph.values, read, reader.loop)),
    )
    .flatMap((read) => (read.storage === storage ? [read.area] : []));
}

/** The indices along an axis of the node that any reader needs; undefined if that may be all, or none. */
function usedRange(uses: readonly Use[], node: KernelNode, axis: number): Range | undefined {
  const extent = extentsOf(node)[axis]!;
  let [first, last] = [extent, extent];
  for (const { written, reads } of uses) {
    first = Math.min(first, apartFrom(reads, written, axis, 'first'));
    last = Math.min(last, apartFrom(reads, written, axis, 'last'));
    if (first + last === 0) return undefined;
  }
  const isWorthwhile = node.kind === 'matrix' || first + last >= LEAST_PART * extent;
  const count = extent - first - last;
  return isWorthwhile && count > 0 ? { from: first, count } : undefined;
}
