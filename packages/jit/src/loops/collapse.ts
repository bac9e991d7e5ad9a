import type { Graph } from '../graph/graph.js';
import type { KernelNode, LoopNode, Node } from '../graph/node.js';
import { remembered } from '../ir/remembered.js';
import { rewriteNode } from '../graph/rewrite.js';
import { storageOf, type Value } from '../graph/value.js';
import { expressionsOf, storesOf } from '../graph/walk.js';
import type { Window } from '../ir/expression.js';
import { nodesOf } from '../ir/inspect.js';

/**
 * What a loop hands on from step to step is recorded as a stack with one place more than there are steps. Where nothing
 * but the next step ever looks at a place, one place is enough for all: the state of a loop whose gradient is not taken,
 * the gradients that flow backwards through time. Besides memory this saves time, since what is overwritten again and
 * again stays in the processor's caches.
 *
 * That needs an order: within a step, nothing may read the state that the step was given after the next state is
 * written. A kernel that reads and writes it at the same point, and nowhere else, may do both.
 */
export function collapseStacks(graph: Graph): Graph {
  const values = [...graph.values];
  /** The values that lie in a stack, and the stack itself, with what a window's offset is taken modulo of. */
  const single = new Map<number, { readonly buffer: number; readonly size: number }>();
  for (const [stack, steps] of stepsByStack(graph)) {
    const size = steps[0]!.size;
    if (!isHandedOnOnly(graph, stack, steps)) continue;
    const place: Value = { id: values.length, type: stack.type, size, origin: { kind: 'computed' } };
    values.push(place);
    for (const value of [stack, ...steps]) single.set(value.id, { buffer: place.id, size });
  }
  if (single.size === 0) return graph;
  const window = (w: Window): Window => {
    const place = single.get(w.buffer);
    return place ? { buffer: place.buffer, offset: w.offset % place.size, strides: w.strides } : w;
  };
  const rewrite = (node: KernelNode): KernelNode => rewriteNode(node, { window });
  const nodes = graph.nodes.map((node): Node =>
    node.kind === 'loop' ? { ...node, body: node.body.map(rewrite) } : rewrite(node),
  );
  return { ...graph, values, nodes };
}

/** The stacks of equal places that are computed, each with the values that are its place of a step. */
function stepsByStack({ values, outputs }: Graph): Map<Value, Value[]> {
  const stacks = new Map<Value, Value[]>();
  for (const value of values) {
    if (value.origin.kind !== 'step' || value.origin.of.origin.kind !== 'computed') continue;
    const { of } = value.origin;
    if (!outputs.includes(of)) stacks.set(of, [...(stacks.get(of) ?? []), value]);
  }
  for (const [stack, steps] of stacks) {
    if (steps.some(({ size }) => size !== steps[0]!.size || size === 0)) stacks.delete(stack);
  }
  return stacks;
}

/** Whether the stack only hands on one value: set before a loop, read and written in it, read after it. */
function isHandedOnOnly(graph: Graph, stack: Value, steps: readonly Value[]): boolean {
  const size = steps[0]!.size;
  const touches = (node: KernelNode): boolean =>
    accessesOf(node).some(({ window }) => storageOf(graph.values[window.buffer]!) === stack);
  const loops = graph.nodes.filter(
    (node): node is LoopNode => node.kind === 'loop' && node.body.some(touches),
  );
  const [loop] = loops;
  if (!loop || loops.length > 1 || stack.size !== (loop.count + 1) * size) return false;
  const [first, last] = loop.reverse ? [loop.count, 0] : [0, loop.count];
  const position = graph.nodes.indexOf(loop);
  const outside = graph.nodes.every((node, i) => {
    if (node.kind === 'loop') return true;
    const own = accessesOf(node).filter(({ window }) => window.buffer === stack.id);
    const isWithin = (place: number): boolean =>
      own.every((access) => {
        const { from, to } = rangeOf(access);
        return from >= place * size && to < (place + 1) * size;
      });
    if (own.length === 0) return true;
    return i < position
      ? own.every(({ writes }) => writes) && isWithin(first)
      : own.every(({ writes }) => !writes) && isWithin(last);
  });
  if (!outside) return false;
  const shifts = new Map(
    steps.map(({ id, origin }) => [id, origin.kind === 'step' ? origin.shift : NaN] as const),
  );
  const [given, next] = loop.reverse ? [1, 0] : [0, 1];
  return isInOrder(loop.body, shifts, given, next);
}

/** Whether all that reads the given state comes before the next one is written, or does so point by point. */
function isInOrder(
  body: readonly KernelNode[],
  shifts: ReadonlyMap<number, number>,
  given: number,
  next: number,
): boolean {
  let isWritten = false;
  for (const node of body) {
    const own = accessesOf(node).filter(({ window }) => shifts.has(window.buffer));
    const isGiven = ({ window }: Access): boolean => shifts.get(window.buffer) === given;
    const isNext = ({ window }: Access): boolean => shifts.get(window.buffer) === next;
    if (own.some((access) => !isNext(access) && (!isGiven(access) || access.writes))) return false;
    const writes = own.some(({ writes }) => writes);
    if (own.some(isGiven) && (isWritten || (writes && !isPointwise(node, own)))) return false;
    isWritten ||= writes;
  }
  return isWritten;
}

/** Whether a kernel visits each point once and touches only one element there. */
function isPointwise(node: KernelNode, [first, ...rest]: readonly Access[]): boolean {
  if (node.kind !== 'row' || node.passes.length !== 1 || node.inner.length > 0) return false;
  const { window, extents, gathers } = first!;
  if (gathers || window.strides.some((stride, d) => stride === 0 && extents[d]! > 1)) return false;
  return rest.every(
    (other) =>
      !other.gathers &&
      other.window.offset === window.offset &&
      other.window.strides.every((stride, d) => stride === window.strides[d] || extents[d] === 1),
  );
}

/** How a node touches memory: a window with the extents of the index space it runs over. */
interface Access {
  readonly window: Window;
  readonly extents: readonly number[];
  readonly writes: boolean;
  /** Whether it may touch further elements, at places that are computed. */
  readonly gathers: boolean;
}

const accessesOf = remembered((node: KernelNode): readonly Access[] => {
  const extents = node.kind === 'matrix' ? [...node.batch, node.m, node.n] : [...node.outer, ...node.inner];
  const plain = { extents, writes: false, gathers: false };
  const accesses: Access[] = storesOf(node).map(({ window }) => ({ ...plain, window, writes: true }));
  if (node.kind === 'matrix') {
    const { batch, m, n, k, a, b } = node;
    accesses.push({ ...plain, window: a, extents: [...batch, m, k] });
    accesses.push({ ...plain, window: b, extents: [...batch, k, n] });
  }
  for (const expression of nodesOf(expressionsOf(node))) {
    if (expression.kind === 'load') accesses.push({ ...plain, window: expression.window });
    if (expression.kind === 'gather') accesses.push({ ...plain, window: expression.window, gathers: true });
  }
  return accesses;
});

/** The first and the last element that an access touches. */
function rangeOf({ window, extents, gathers }: Access): { readonly from: number; readonly to: number } {
  if (gathers) return { from: -Infinity, to: Infinity };
  let from = window.offset;
  let to = window.offset;
  window.strides.forEach((stride, d) => {
    const reach = stride * (extents[d]! - 1);
    if (reach < 0) from += reach;
    else to += reach;
  });
  return { from, to };
}
