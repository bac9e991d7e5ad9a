import { extentsOf } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import type { KernelNode } from '../graph/node.js';
import { Sites, type Site } from '../graph/sites.js';
import { storageOf } from '../graph/value.js';
import { sizeOf } from '../graph/view.js';
import { storesOf } from '../graph/walk.js';
import type { Expression } from '../ir/expression.js';
import { leavesOf, partsOf } from '../ir/inspect.js';
import { costOf, LOAD, STORE } from './cost.js';
import { formulaOf } from './formula.js';
import { itemsOf, valueOf } from './items.js';
import { substitute } from './substitute.js';

/**
 * Element-wise results that one node reads, in one place, are computed there. Other passes do the same and more with
 * more thought; this one settles the plain cases, which are most, and leaves few nodes to think about.
 */
export function inlineSingleUses(graph: Graph): Graph {
  const sites = new Sites(graph);
  for (const site of sites.list) inline(sites, site);
  return sites.result();
}

function inline(sites: Sites, site: Site): void {
  const { node } = site;
  if (node?.kind !== 'row' || node.inner.length > 0 || storesOf(node).length !== 1) return;
  const [store] = storesOf(node);
  const storage = storageOf(sites.graph.values[store!.window.buffer]!);
  if (storage.origin.kind !== 'computed' || sites.graph.outputs.includes(storage)) return;
  const [reader, ...others] = sites.readersOf(storage);
  if (!reader || others.length > 0 || sites.writersOf(storage).size > 1) return;
  if (reader.loop !== site.loop || !isLater(reader, site)) return;
  const formula = formulaOf(node, store!);
  if (!formula || !isReadOnce(reader.node!, store!.window.buffer, formula.expression)) return;
  if (!formula.buffers.every((input) => sites.isUnchanged(input, site, reader))) return;
  if (formula.buffers.some((input) => isProductFor(sites, input, site))) return;
  const changed = substitute(sites.graph.values, reader.node!, formula);
  if (!changed || changed === reader.node) return;
  sites.exchange(site, undefined);
  sites.exchange(reader, { ...changed, sources: [...node.sources, ...changed.sources] });
}

/** Whether a value is a matrix product that only this site reads: what is done there can be done with the product. */
function isProductFor(sites: Sites, buffer: number, site: Site): boolean {
  const storage = storageOf(sites.graph.values[buffer]!);
  const isProduct = [...sites.writersOf(storage)].every((writer) => writer.node?.kind === 'matrix');
  return (
    isProduct && storage.origin.kind === 'computed' && [...sites.readersOf(storage)].every((r) => r === site)
  );
}

const isLater = (reader: Site, site: Site): boolean =>
  site.loop ? reader.inner > site.inner : reader.top > site.top;

/** Whether the reader loads each element of the value at most once, so that nothing is computed more often than before. */
function isReadOnce(reader: KernelNode, buffer: number, formula: Expression): boolean {
  const extents = extentsOf(reader);
  const passes =
    reader.kind === 'row' ? reader.passes.map((pass) => ({ ...reader, passes: [pass] })) : [reader];
  const loads = new Set<Expression>();
  let readingPasses = 0;
  for (const pass of passes) {
    const values = pass.kind === 'row' ? itemsOf(pass).map(valueOf) : pass.stores.map(({ value }) => value);
    const own = values.flatMap((value) =>
      leavesOf(value).filter((e) => e.kind === 'load' && e.window.buffer === buffer),
    );
    if (own.length > 0) readingPasses++;
    for (const e of own) loads.add(e);
  }
  const [load, ...others] = loads;
  if (load?.kind !== 'load' || others.length > 0) return false;
  const { strides } = load.window;
  // Inside the loops over the dimensions up to the last one that it moves along, each must move it.
  const depth = strides.findLastIndex((stride) => stride !== 0);
  const isOnce = strides.every((stride, d) => d > depth || stride !== 0 || extents[d] === 1);
  // What is the same along the lanes of vectors takes a whole one; rows with reductions do that for some at once.
  const isDense =
    depth === strides.length - 1 ||
    (reader.kind === 'row' && depth < reader.outer.length && reader.inner.length > 0);
  return isOnce && ((isDense && readingPasses === 1) || isCheap(formula)) && sizeOf(extents) > 0;
}

function isCheap(formula: Expression): boolean {
  let cost = 0;
  for (const e of partsOf(formula)) cost += costOf(e);
  return cost <= LOAD + STORE;
}
