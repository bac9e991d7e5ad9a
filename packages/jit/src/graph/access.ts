import type { Expression } from '../ir/expression.js';
import { leavesOf } from '../ir/inspect.js';
import type { LoopNode, KernelNode } from './node.js';
import type { Area } from './overlap.js';
import { remembered } from '../ir/remembered.js';
import { storageOf, type Value } from './value.js';
import { expressionsOf, storesOf } from './walk.js';

/** The extents of the index space that windows of stores and of loads in expressions run over. */
export function extentsOf(node: KernelNode): number[] {
  return node.kind === 'row' ? [...node.outer, ...node.inner] : [...node.batch, node.m, node.n];
}

/** What an expression reads by itself, not through its operands. */
export function areaReadBy(expression: Expression, extents: readonly number[]): Area | undefined {
  if (expression.kind === 'load') return { window: expression.window, extents };
  if (expression.kind !== 'gather') return undefined;
  const { window, stride, bound } = expression;
  return { window: { ...window, strides: [...window.strides, stride] }, extents: [...extents, bound] };
}

/** All that expressions read. */
export function areasReadIn(expressions: Iterable<Expression>, extents: readonly number[]): Area[] {
  const leaves = new Set([...expressions].flatMap(leavesOf));
  return [...leaves].flatMap((e) => areaReadBy(e, extents) ?? []);
}

/** The operands of a matrix product as areas: `a` over batch, m, k and `b` over batch, k, n. */
export function operandAreas(node: Extract<KernelNode, { kind: 'matrix' }>): [Area, Area] {
  const { batch, m, n, k, a, b } = node;
  return [
    { window: a, extents: [...batch, m, k] },
    { window: b, extents: [...batch, k, n] },
  ];
}

export const areasRead = remembered((node: KernelNode): readonly Area[] => {
  const loads = areasReadIn(expressionsOf(node), extentsOf(node));
  return node.kind === 'matrix' ? [...operandAreas(node), ...loads] : loads;
});

export const areasWritten = remembered((node: KernelNode): readonly Area[] => {
  const extents = extentsOf(node);
  return storesOf(node).map(({ window }) => ({ window, extents }));
});

/** An access as all steps of its loop together make it: an area of the memory that the value lies in. */
export function inStorage(
  values: readonly Value[],
  { window, extents }: Area,
  loop: LoopNode | undefined,
): { readonly storage: Value; readonly area: Area } {
  const value = values[window.buffer]!;
  const storage = storageOf(value);
  if (value.origin.kind !== 'step') return { storage, area: { window, extents } };
  const offset = window.offset + value.origin.shift * value.size;
  return {
    storage,
    area: {
      window: { buffer: storage.id, offset, strides: [...window.strides, value.size] },
      extents: [...extents, loop?.count ?? 1],
    },
  };
}
