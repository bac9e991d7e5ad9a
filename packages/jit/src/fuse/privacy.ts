import { areaReadBy, areasRead, areasWritten, extentsOf } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import type { KernelNode, Node } from '../graph/node.js';
import { storageOf } from '../graph/value.js';
import { leavesOf } from '../ir/inspect.js';
import { itemsOf, valueOf } from './items.js';

/** The lists of nodes that run one after the other: the one outside of loops, and the body of each loop. */
function listsOf(graph: Graph): (readonly Node[])[] {
  return [graph.nodes, ...graph.nodes.flatMap((node) => (node.kind === 'loop' ? [node.body] : []))];
}

/**
 * For each list of nodes, the values that only this list uses, and anew each time it runs: what is written to them is of
 * no use to anyone else.
 */
export function privateValues(graph: Graph): Map<readonly Node[], Set<number>> {
  const lists = listsOf(graph);
  /** The list that uses a value, or undefined if several do. */
  const home = new Map<number, readonly Node[] | undefined>();
  for (const list of lists) {
    for (const node of list) {
      if (node.kind === 'loop') continue;
      for (const { window } of [...areasRead(node), ...areasWritten(node)]) {
        const id = storageOf(graph.values[window.buffer]!).id;
        home.set(id, !home.has(id) || home.get(id) === list ? list : undefined);
      }
    }
  }
  const outputs = new Set(graph.outputs.map(({ id }) => id));
  return new Map(
    lists.map((list) => {
      const own = [...firstWritten(list)].filter(
        (id) => graph.values[id]!.origin.kind === 'computed' && !outputs.has(id) && home.get(id) === list,
      );
      return [list, new Set(own)];
    }),
  );
}

/** The values that are written before they are read: what they hold does not come from an earlier run of the list. */
function firstWritten(list: readonly Node[]): Set<number> {
  const written = new Set<number>();
  const read = new Set<number>();
  const reads = (id: number): void => {
    if (!written.has(id)) read.add(id);
  };
  const writes = (id: number): void => {
    if (!read.has(id)) written.add(id);
  };
  const visit = (node: KernelNode): void => {
    if (node.kind === 'matrix') {
      for (const { window } of areasRead(node)) reads(window.buffer);
      for (const { window } of node.stores) writes(window.buffer);
      return;
    }
    const extents = extentsOf(node);
    for (const item of itemsOf(node)) {
      for (const e of leavesOf(valueOf(item))) {
        const area = areaReadBy(e, extents);
        if (area) reads(area.window.buffer);
      }
      if (item.kind === 'store') writes(item.store.window.buffer);
    }
  };
  for (const node of list) if (node.kind !== 'loop') visit(node);
  return written;
}
