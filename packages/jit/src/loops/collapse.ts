import { extentsOf, operandAreas } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import type { KernelNode, LoopNode, Node } from '../graph/node.js';
import { remembered } from '../ir/remembered.js';
import { rewriteNode } from '../graph/rewrite.js';
import { storageOf, type Value } from '../graph/value.js';
import type { Window } from '../ir/expression.js';
import { nodesOf } from '../ir/inspect.js';
import type { Pass } from '../ir/kernel.js';

/**
 * What a loop hands on from step to step is recorded as a stack with one place more than there are steps. Where nothing
 * but the next step ever looks at a place, one place is enough for all: the state of a loop whose gradient is not taken,
 * the gradients that flow backwards through time. Besides memory this saves time, since what is overwritten again and
 * again stays in the processor's caches. So it is with what only the step that makes it looks at.
 *
 * That needs an order: within a step, nothing may read the state that the step was given after the next state is
 * written. A kernel that reads and writes an element at the same point, and nowhere else, may do both.
 */
export function collapseStacks(graph: Graph): Graph {
  const values = [...graph.values];
  /** The values that lie in a stack, and the stack itself, with what a window's offset is taken modulo of. */
  const single = new Map<number, { readonly buffer: number; readonly size: number }>();
  for (const [stack, steps] of stepsByStack(graph)) {
    const size = steps[0]!.size;
    if (!isHandedOnOnly(graph, stack, steps) && !isOfOneStep(graph, stack, steps)) continue;
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

/** Whether each place is written and read in its own step of one loop, and nowhere else. */
function isOfOneStep({ values, nodes }: Graph, stack: Value, [first, ...others]: readonly Value[]): boolean {
  const touches = (node: KernelNode): boolean =>
    accessesOf(node).some(({ window }) => storageOf(values[window.buffer]!) === stack);
  const users = nodes.filter((node) => (node.kind === 'loop' ? node.body.some(touches) : touches(node)));
  const shift = ({ origin }: Value): number => (origin.kind === 'step' ? origin.shift : NaN);
  const isInLoop = users.length === 1 && users[0]!.kind === 'loop';
  return isInLoop && others.every((other) => shift(other) === shift(first!));
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
    if (own.some(isGiven) && (isWritten || (writes && !isPointwise(own, isGiven)))) return false;
    isWritten ||= writes;
  }
  return isWritten;
}

/** Whether a kernel touches one element at each point and nowhere else, and reads it no later than it is written. */
function isPointwise(own: readonly Access[], isGiven: (access: Access) => boolean): boolean {
  const { window, extents } = own[0]!;
  if (window.strides.some((stride, d) => stride === 0 && extents[d]! > 1)) return false;
  const isSame = (other: Access): boolean =>
    other.time !== undefined &&
    other.window.offset === window.offset &&
    other.window.strides.every((stride, d) => stride === window.strides[d] || extents[d] === 1);
  if (!own.every(isSame)) return false;
  const written = Math.min(...own.filter(({ writes }) => writes).map(({ time }) => time!));
  return own.every((access) => !isGiven(access) || access.time! <= written);
}

/** How a node touches memory: a window with the extents of the index space it runs over. */
interface Access {
  readonly window: Window;
  readonly extents: readonly number[];
  readonly writes: boolean;
  /** The pass in which a point touches its element; undefined if it touches others, as a product's operands and gathers do. */
  readonly time: number | undefined;
  /** Whether it may touch further elements, at places that are computed. */
  readonly gathers: boolean;
}

const accessesOf = remembered((node: KernelNode): readonly Access[] => {
  const extents = extentsOf(node);
  const plain = { extents, writes: false, gathers: false };
  if (node.kind === 'row') return node.passes.flatMap((pass, time) => accessesIn(pass, { ...plain, time }));
  const operands = operandAreas(node).map((area) => ({ ...plain, ...area, time: undefined }));
  return [
    ...operands,
    ...accessesIn({ kind: 'store', over: 'all', stores: node.stores }, { ...plain, time: 0 }),
  ];
});

function accessesIn(pass: Pass, plain: Omit<Access, 'window'>): Access[] {
  const isStore = pass.kind === 'store';
  const written = isStore ? pass.stores.map(({ window }) => ({ ...plain, window, writes: true })) : [];
  const roots = isStore ? pass.stores.map(({ value }) => value) : pass.accumulators.map(({ value }) => value);
  const read = [...nodesOf(roots)].flatMap((e): Access[] => {
    if (e.kind === 'load') return [{ ...plain, window: e.window }];
    return e.kind === 'gather' ? [{ ...plain, window: e.window, gathers: true, time: undefined }] : [];
  });
  return [...written, ...read];
}

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
