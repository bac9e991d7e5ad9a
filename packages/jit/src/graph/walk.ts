import type { Expression, Window } from '../ir/expression.js';
import type { Store } from '../ir/kernel.js';
import type { KernelNode, LoopNode, Node } from './node.js';
import { remembered } from '../ir/remembered.js';

/** Visits every window through which an expression loads; shared subtrees once. */
export function forEachLoad(
  expression: Expression,
  visit: (window: Window) => void,
  seen = new Set<Expression>(),
): void {
  if (seen.has(expression)) return;
  seen.add(expression);
  switch (expression.kind) {
    case 'load':
      visit(expression.window);
      return;
    case 'gather':
      visit(expression.window);
      forEachLoad(expression.place, visit, seen);
      return;
    case 'unary':
    case 'cast':
      forEachLoad(expression.x, visit, seen);
      return;
    case 'binary':
      forEachLoad(expression.a, visit, seen);
      forEachLoad(expression.b, visit, seen);
      return;
    case 'select':
      forEachLoad(expression.condition, visit, seen);
      forEachLoad(expression.yes, visit, seen);
      forEachLoad(expression.no, visit, seen);
      return;
    case 'constant':
    case 'index':
    case 'accumulator':
      return;
  }
}

/** All expressions of a node: what it stores and what it reduces. */
export const expressionsOf = remembered((node: KernelNode): readonly Expression[] => {
  if (node.kind === 'matrix') return node.stores.map((store) => store.value);
  return node.passes.flatMap((pass) =>
    pass.kind === 'store'
      ? pass.stores.map((store) => store.value)
      : pass.accumulators.map(({ value }) => value),
  );
});

export const storesOf = remembered((node: KernelNode): readonly Store[] =>
  node.kind === 'matrix'
    ? node.stores
    : node.passes.flatMap((pass) => (pass.kind === 'store' ? pass.stores : [])),
);

/** The ids of the values a node reads, each once. */
export const readsOf = remembered((node: KernelNode): ReadonlySet<number> => {
  const reads = new Set<number>();
  if (node.kind === 'matrix') {
    reads.add(node.a.buffer);
    reads.add(node.b.buffer);
  }
  const seen = new Set<Expression>();
  for (const expression of expressionsOf(node)) {
    forEachLoad(expression, (window) => reads.add(window.buffer), seen);
  }
  return reads;
});

export const writesOf = remembered(
  (node: KernelNode): ReadonlySet<number> => new Set(storesOf(node).map((store) => store.window.buffer)),
);

/** The kernels of a node list, those in loops included. */
export function kernelNodes(nodes: readonly Node[]): KernelNode[] {
  return nodes.flatMap((node) => (node.kind === 'loop' ? node.body : [node]));
}

/** A kernel and the loop it is in, if any. */
export interface PlacedKernel {
  readonly node: KernelNode;
  readonly loop: LoopNode | undefined;
}

/** The kernels of a node list, each with its loop. */
export function placedKernels(nodes: readonly Node[]): PlacedKernel[] {
  return nodes.flatMap((node): PlacedKernel[] =>
    node.kind === 'loop'
      ? node.body.map((inner) => ({ node: inner, loop: node }))
      : [{ node, loop: undefined }],
  );
}
