import { areaReadBy, extentsOf, inStorage, operandAreas } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import type { KernelNode, LoopNode, Node } from '../graph/node.js';
import { meet, type Area } from '../graph/overlap.js';
import type { Value } from '../graph/value.js';
import { placedKernels } from '../graph/walk.js';
import type { Expression } from '../ir/expression.js';
import { nodesOf } from '../ir/inspect.js';
import type { Pass, Store } from '../ir/kernel.js';

/** A part of a node that is needed or not: one of its stores, or one of its accumulators. */
interface Part {
  readonly value: Expression;
  readonly node: KernelNode;
  readonly loop: LoopNode | undefined;
  /** What it writes. */
  readonly store: Store | undefined;
  /** The accumulator it computes. */
  readonly accumulator: number | undefined;
}

/**
 * Keeps what outputs and assigned variables depend on: of each node the stores and accumulators that are needed. A store
 * is not needed if nobody reads any of its elements. In loops, what is needed in one step is needed in all.
 */
export function removeDeadCode(graph: Graph): Graph {
  const parts = new Map<object, Part>();
  const writers = new Map<Value, { part: Part; area: Area }[]>();
  const accumulators = new Map<KernelNode, Map<number, Part>>();
  const add = (key: object, part: Part): void => {
    parts.set(key, part);
    if (part.store) {
      const { storage, area } = inStorage(
        graph.values,
        { window: part.store.window, extents: extentsOf(part.node) },
        part.loop,
      );
      const list = writers.get(storage);
      if (list) list.push({ part, area });
      else writers.set(storage, [{ part, area }]);
    }
    if (part.accumulator !== undefined) {
      const own = accumulators.get(part.node) ?? new Map<number, Part>();
      accumulators.set(part.node, own.set(part.accumulator, part));
    }
  };
  for (const { node, loop } of placedKernels(graph.nodes)) {
    const store = (each: Store): void =>
      add(each, { value: each.value, node, loop, store: each, accumulator: undefined });
    if (node.kind === 'matrix') {
      node.stores.forEach(store);
      continue;
    }
    for (const pass of node.passes) {
      if (pass.kind === 'store') pass.stores.forEach(store);
      else {
        pass.accumulators.forEach((each, i) =>
          add(each, { value: each.value, node, loop, store: undefined, accumulator: pass.first + i }),
        );
      }
    }
  }

  const needed = new Set<Part>();
  const open: Part[] = [];
  const need = (part: Part): void => {
    if (needed.has(part)) return;
    needed.add(part);
    open.push(part);
  };
  const needWriters = (area: Area, loop: LoopNode | undefined): void => {
    const read = inStorage(graph.values, area, loop);
    for (const writer of writers.get(read.storage) ?? []) {
      if (!needed.has(writer.part) && meet(writer.area, read.area)) need(writer.part);
    }
  };
  for (const output of graph.outputs) writers.get(output)?.forEach(({ part }) => need(part));
  for (const [{ origin }, list] of writers) {
    if (origin.kind === 'variable' && graph.assigned.includes(origin.variable)) {
      list.forEach(({ part }) => need(part));
    }
  }
  while (open.length > 0) {
    const { value, node, loop } = open.pop()!;
    const extents = extentsOf(node);
    for (const expression of nodesOf([value])) {
      const area = areaReadBy(expression, extents);
      if (area) needWriters(area, loop);
      if (expression.kind !== 'accumulator') continue;
      if (node.kind === 'row') need(accumulators.get(node)!.get(expression.index)!);
      else operandAreas(node).forEach((operand) => needWriters(operand, loop));
    }
  }
  const isNeeded = (key: object): boolean => needed.has(parts.get(key)!);
  const nodes = graph.nodes.flatMap((node): Node[] => {
    if (node.kind !== 'loop') return keepNeeded(node, isNeeded);
    const body = node.body.flatMap((inner) => keepNeeded(inner, isNeeded));
    return body.length > 0 && node.count > 0 ? [{ ...node, body }] : [];
  });
  return { ...graph, nodes };
}

/** The node with only its needed stores and accumulators; the same object if that is all of them. */
function keepNeeded<N extends KernelNode>(node: N, isNeeded: (key: object) => boolean): N[] {
  if (node.kind === 'matrix') {
    const stores = node.stores.filter(isNeeded);
    if (stores.length === 0) return [];
    return [stores.length === node.stores.length ? node : { ...node, stores }];
  }
  let complete = true;
  const passes = node.passes.flatMap((pass): Pass[] => {
    if (pass.kind === 'store') {
      const stores = pass.stores.filter(isNeeded);
      complete &&= stores.length === pass.stores.length;
      return stores.length > 0 ? [{ ...pass, stores }] : [];
    }
    const kept = pass.accumulators.flatMap((each, i) =>
      isNeeded(each) ? [{ each, index: pass.first + i }] : [],
    );
    complete &&= kept.length === pass.accumulators.length;
    // Those of a pass are numbered one after the other, so each run of needed ones is a pass.
    const runs: { first: number; accumulators: (typeof kept)[number]['each'][] }[] = [];
    for (const { each, index } of kept) {
      const last = runs.at(-1);
      if (last && last.first + last.accumulators.length === index) last.accumulators.push(each);
      else runs.push({ first: index, accumulators: [each] });
    }
    return runs.map((run) => ({ kind: 'accumulate', ...run }));
  });
  if (complete) return [node];
  return passes.length > 0 ? [{ ...node, passes }] : [];
}
