import type { Graph } from '../graph/graph.js';
import type { KernelNode, Node } from '../graph/node.js';
import type { Value } from '../graph/value.js';
import { kernelNodes } from '../graph/walk.js';
import type { Expression, Window } from '../ir/expression.js';
import { operandsOf, sameWindow } from '../ir/inspect.js';
import type { Pass, Store } from '../ir/kernel.js';

type Accumulator = Extract<Pass, { kind: 'accumulate' }>['accumulators'][number];

/**
 * The graph with the example's nodes in the place of nodes that say the same of values that look the same: what was found
 * out about those need not be found out again. Time steps, most of all, do not depend on how many there are.
 */
export function recognize(graph: Graph, example: Graph): Graph {
  const known = new Map<number, boolean>();
  const areAlike = (id: number): boolean => {
    let alike = known.get(id);
    if (alike === undefined) {
      alike = lookAlike(graph.values[id], example.values[id]);
      known.set(id, alike);
    }
    return alike;
  };
  const present = new Set(kernelNodes(graph.nodes));
  const kernel = (node: KernelNode, other: Node | undefined): KernelNode =>
    other && other.kind !== 'loop' && !present.has(other) && isSame(node, other, areAlike) ? other : node;
  const nodes = graph.nodes.map((node, i): Node => {
    const other = example.nodes[i];
    if (node.kind !== 'loop') return kernel(node, other);
    if (other?.kind !== 'loop') return node;
    const body = node.body.map((inner, j) => kernel(inner, other.body[j]));
    const isWhole = body.length === other.body.length && body.every((inner, j) => inner === other.body[j]);
    return { ...node, body: isWhole ? other.body : body };
  });
  return { ...graph, nodes };
}

/** Whether passes see no difference between two values. */
function lookAlike(a: Value | undefined, b: Value | undefined): boolean {
  if (!a || !b || a.type !== b.type || a.size !== b.size) return false;
  const [x, y] = [a.origin, b.origin];
  if (x.kind !== 'step' || y.kind !== 'step') return x.kind === y.kind;
  return x.shift === y.shift && x.of.id === y.of.id;
}

function isSame(a: KernelNode, b: KernelNode, areAlike: (id: number) => boolean): boolean {
  const window = (x: Window, y: Window): boolean =>
    x.strides.length === y.strides.length && sameWindow(x, y) && areAlike(x.buffer);
  const expression = comparison(window);
  const accumulator = (x: Accumulator, y: Accumulator): boolean =>
    x.reduction === y.reduction && expression(x.value, y.value);
  const store = (x: Store, y: Store): boolean =>
    x.type === y.type && window(x.window, y.window) && expression(x.value, y.value);
  const pass = (x: Pass, y: Pass): boolean =>
    x.kind === 'store'
      ? y.kind === 'store' && x.over === y.over && areAll(x.stores, y.stores, store)
      : y.kind === 'accumulate' && x.first === y.first && areAll(x.accumulators, y.accumulators, accumulator);
  if (!areAll(a.sources, b.sources)) return false;
  if (a.kind === 'row') {
    return (
      b.kind === 'row' &&
      areAll(a.outer, b.outer) &&
      areAll(a.inner, b.inner) &&
      areAll(a.passes, b.passes, pass)
    );
  }
  return (
    b.kind === 'matrix' &&
    areAll(a.batch, b.batch) &&
    areAll([a.m, a.n, a.k], [b.m, b.n, b.k]) &&
    window(a.a, b.a) &&
    window(a.b, b.b) &&
    areAll(a.stores, b.stores, store)
  );
}

/** Whether two lists are as long, and the same one by one. */
function areAll<T>(a: readonly T[], b: readonly T[], isSame = (x: T, y: T): boolean => x === y): boolean {
  return a.length === b.length && a.every((x, i) => isSame(x, b[i]!));
}

/** Compares expressions; what is shared in one must be shared in the other. */
function comparison(window: (x: Window, y: Window) => boolean): (a: Expression, b: Expression) => boolean {
  const partners = new Map<Expression, Expression>();
  const isSame = (a: Expression, b: Expression): boolean => {
    const partner = partners.get(a);
    if (partner) return partner === b;
    if (a.kind !== b.kind || a.type !== b.type || !isSameItself(a, b, window)) return false;
    const others = operandsOf(b);
    if (!operandsOf(a).every((operand, i) => isSame(operand, others[i]!))) return false;
    partners.set(a, b);
    return true;
  };
  return isSame;
}

/** Whether two expressions of the same kind and type are the same, but for their operands. */
function isSameItself(a: Expression, b: Expression, window: (x: Window, y: Window) => boolean): boolean {
  switch (a.kind) {
    case 'load':
      return window(a.window, (b as typeof a).window);
    case 'constant':
      return Object.is(a.value, (b as typeof a).value);
    case 'index':
      return a.dimension === (b as typeof a).dimension;
    case 'accumulator':
      return a.index === (b as typeof a).index;
    case 'unary':
    case 'binary':
      return a.operator === (b as typeof a).operator;
    case 'gather': {
      const { stride, bound } = b as typeof a;
      return a.stride === stride && a.bound === bound && window(a.window, (b as typeof a).window);
    }
    case 'cast':
    case 'select':
      return true;
  }
}
