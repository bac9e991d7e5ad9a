import { mapRules, type IndexMap } from '../graph/affine.js';
import type { KernelNode, LoopNode } from '../graph/node.js';
import { rewriteNode } from '../graph/rewrite.js';
import type { Value } from '../graph/value.js';
import type { Window } from '../ir/expression.js';

/** The work that a loop does with a node, step by step, as one node over all steps: time is its first dimension. */
export function overTime(values: readonly Value[], node: KernelNode, { count }: LoopNode): KernelNode {
  const rank = node.kind === 'row' ? node.outer.length + node.inner.length : node.batch.length + 2;
  /** Every index is the next one: the first one is time. */
  const later: IndexMap = Array.from({ length: rank }, (_, d) => ({
    offset: 0,
    factors: Array.from({ length: rank + 1 }, (_, i) => (i === d + 1 ? 1 : 0)),
  }));
  const { index } = mapRules(later, rank + 1);
  const moved = rewriteNode(node, { window: (window) => windowOverTime(values, window), index: index! });
  return moved.kind === 'row'
    ? { ...moved, outer: [count, ...moved.outer] }
    : { ...moved, batch: [count, ...moved.batch] };
}

function windowOverTime(values: readonly Value[], window: Window): Window {
  const { origin, size } = values[window.buffer]!;
  if (origin.kind !== 'step') return { ...window, strides: [0, ...window.strides] };
  return {
    buffer: origin.of.id,
    offset: window.offset + origin.shift * size,
    strides: [size, ...window.strides],
  };
}
