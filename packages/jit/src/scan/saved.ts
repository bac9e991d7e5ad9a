import type { GraphBuilder } from '../graph/builder.js';
import type { KernelNode } from '../graph/node.js';
import { rewriteNode } from '../graph/rewrite.js';
import { expressionsOf, readsOf, writesOf } from '../graph/walk.js';
import type { Expression, UnaryOperator } from '../ir/expression.js';
import { isWithin, keepSteps, type Range } from './stack.js';

/** Operators that cost more than writing their result to memory and reading it again. */
const costly: ReadonlySet<string> = new Set<UnaryOperator | 'pow' | 'mod' | 'atan2'>([
  'exp',
  'expm1',
  'log',
  'log1p',
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'asinh',
  'acosh',
  'atanh',
  'sigmoid',
  'softplus',
  'erf',
  'elu',
  'selu',
  'pow',
  'mod',
  'atan2',
]);

function isCheap(expression: Expression): boolean {
  switch (expression.kind) {
    case 'unary':
      return !costly.has(expression.operator) && isCheap(expression.x);
    case 'binary':
      return !costly.has(expression.operator) && isCheap(expression.a) && isCheap(expression.b);
    case 'cast':
      return isCheap(expression.x);
    case 'select':
      return [expression.condition, expression.yes, expression.no].every(isCheap);
    case 'gather':
    case 'accumulator':
      return false;
    case 'load':
    case 'constant':
    case 'index':
      return true;
  }
}

/** One cheap formula for each point: sums, products, choices, copies. */
function isCheapNode(node: KernelNode): boolean {
  return (
    node.kind === 'row' &&
    node.inner.length === 0 &&
    node.passes.length === 1 &&
    writesOf(node).size === 1 &&
    expressionsOf(node).every(isCheap)
  );
}

/**
 * What a backward body needs of the forward body's values: the cheap ones it computes again (later passes melt that into
 * what uses them, where saving them would write and read memory), the others are kept for all time steps. Operands of
 * matrix products are kept in any case, since they must lie in memory.
 *
 * @returns the backward body with what it computes again
 */
export function provideSaved(
  builder: GraphBuilder,
  time: number,
  forward: { readonly range: Range; readonly nodes: readonly KernelNode[] },
  backward: readonly KernelNode[],
): KernelNode[] {
  const producers = new Map<number, KernelNode[]>();
  for (const node of forward.nodes) {
    for (const id of writesOf(node)) producers.set(id, [...(producers.get(id) ?? []), node]);
  }
  const again: KernelNode[] = [];
  const copies = new Map<number, number>();
  const isOpen = (id: number): boolean => {
    const value = builder.values[id]!;
    return isWithin(forward.range, value) && value.origin.kind === 'computed';
  };
  const keep = (id: number): void => {
    if (isOpen(id)) keepSteps(builder, builder.values[id]!, time);
  };
  /** The value that stands for a forward value in the backward body. */
  const provide = (id: number): number => {
    const known = copies.get(id);
    if (known !== undefined) return known;
    if (!isOpen(id)) return id;
    const nodes = producers.get(id) ?? [];
    if (!nodes.every(isCheapNode)) {
      keep(id);
      return id;
    }
    const { type, size } = builder.values[id]!;
    const copy = builder.value(type, size).id;
    copies.set(id, copy);
    for (const node of nodes) again.push(renamed(node));
    return copy;
  };
  const renamed = (node: KernelNode): KernelNode => {
    const names = new Map([...readsOf(node), ...writesOf(node)].map((id) => [id, provide(id)]));
    if ([...names].every(([id, name]) => id === name)) return node;
    return rewriteNode(node, {
      window: (window) => {
        const buffer = names.get(window.buffer)!;
        return buffer === window.buffer ? window : { ...window, buffer };
      },
    });
  };
  for (const node of backward) {
    if (node.kind !== 'matrix') continue;
    keep(node.a.buffer);
    keep(node.b.buffer);
  }
  const body = backward.map(renamed);
  return [...again, ...body];
}
