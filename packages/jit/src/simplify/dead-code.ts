import type { Graph } from '../graph/graph.js';
import type { KernelNode, Node } from '../graph/node.js';
import { storageOf, type Value } from '../graph/value.js';
import { kernelNodes, readsOf, writesOf } from '../graph/walk.js';

/**
 * Keeps the nodes that outputs and assigned variables depend on. In loops, a value needed in one step is needed in
 * all: what counts is the stacked value.
 */
export function removeDeadCode(graph: Graph): Graph {
  const writers = new Map<Value, KernelNode[]>();
  const storage = (id: number): Value => storageOf(graph.values[id]!);
  for (const node of kernelNodes(graph.nodes)) {
    for (const id of writesOf(node)) {
      const list = writers.get(storage(id));
      if (list) list.push(node);
      else writers.set(storage(id), [node]);
    }
  }
  const needed = new Set<KernelNode>();
  const seen = new Set<Value>();
  const open: Value[] = [...graph.outputs.map(storageOf)];
  for (const value of writers.keys()) {
    if (value.origin.kind === 'variable' && graph.assigned.includes(value.origin.variable)) open.push(value);
  }
  while (open.length > 0) {
    const value = open.pop()!;
    if (seen.has(value)) continue;
    seen.add(value);
    for (const node of writers.get(value) ?? []) {
      if (needed.has(node)) continue;
      needed.add(node);
      for (const id of readsOf(node)) open.push(storage(id));
    }
  }
  const nodes = graph.nodes.flatMap((node): Node[] => {
    if (node.kind !== 'loop') return needed.has(node) ? [node] : [];
    const body = node.body.filter((inner) => needed.has(inner));
    return body.length > 0 && node.count > 0 ? [{ ...node, body }] : [];
  });
  return { ...graph, nodes };
}
