import type { KernelNode } from '../graph/node.js';
import { rewriteNode } from '../graph/rewrite.js';
import { expressionsOf, forEachLoad, storesOf } from '../graph/walk.js';
import type { Expression, Window } from '../ir/expression.js';
import type { Kernel } from '../ir/kernel.js';
import { remembered } from '../ir/remembered.js';

/** A kernel apart from the values it works on, and those values: their ids and first elements. */
export interface CanonicalCall {
  readonly kernel: Kernel;
  readonly key: string;
  readonly parameters: readonly { readonly value: number; readonly offset: number }[];
}

/**
 * Takes a node's values out of it: buffers are numbered in the order of their first use, and each begins at the first
 * element the kernel touches it from, so that nodes doing the same to different parts of different values are calls
 * of one kernel.
 */
export const canonicalize = remembered((node: KernelNode): CanonicalCall => {
  const offsets = new Map<number, number>();
  const meet = ({ buffer, offset }: Window): void => {
    const known = offsets.get(buffer);
    offsets.set(buffer, known === undefined ? offset : Math.min(known, offset));
  };
  if (node.kind === 'matrix') {
    meet(node.a);
    meet(node.b);
  }
  const seen = new Set<Expression>();
  for (const expression of expressionsOf(node)) forEachLoad(expression, meet, seen);
  for (const store of storesOf(node)) meet(store.window);
  const numbers = new Map([...offsets.keys()].map((value, i) => [value, i]));
  const kernel = rewriteNode(node, {
    window: (window) => ({
      buffer: numbers.get(window.buffer)!,
      offset: window.offset - offsets.get(window.buffer)!,
      strides: window.strides,
    }),
  });
  const complete = withoutSources(kernel, numbers.size + (node.given === undefined ? 0 : 1));
  return {
    kernel: complete,
    key: keyOf(complete),
    parameters: [...offsets].map(([value, offset]) => ({ value, offset })),
  };
});

/** Equal for kernels that do the same; shared subexpressions are named once. */
export function keyOf(kernel: Kernel): string {
  const names = new Map<Expression, number>();
  const parts: string[] = [];
  const windowKey = ({ buffer, offset, strides }: Window): string =>
    `${buffer}@${offset}:${strides.join(',')}`;
  const name = (expression: Expression): number => {
    const known = names.get(expression);
    if (known !== undefined) return known;
    const text = textOf(expression);
    parts.push(text);
    names.set(expression, parts.length - 1);
    return parts.length - 1;
  };
  const textOf = (e: Expression): string => {
    switch (e.kind) {
      case 'load':
        return `${e.type}<${windowKey(e.window)}>`;
      case 'constant':
        return `${e.type} ${Object.is(e.value, -0) ? '-0' : e.value}`;
      case 'index':
        return `index ${e.dimension}`;
      case 'accumulator':
        return `${e.type} accumulator ${e.index}`;
      case 'unary':
        return `${e.operator} ${name(e.x)}`;
      case 'cast':
        return `${e.type}(${name(e.x)})`;
      case 'binary':
        return `${e.type} ${e.operator} ${name(e.a)} ${name(e.b)}`;
      case 'select':
        return `select ${name(e.condition)} ${name(e.yes)} ${name(e.no)}`;
      case 'gather':
        return `gather ${e.type}<${windowKey(e.window)}> ${name(e.place)} ${e.stride} ${e.bound}`;
    }
  };
  const stores = (list: readonly { type: string; window: Window; value: Expression }[]): string =>
    list.map((s) => `${s.type} ${windowKey(s.window)}=${name(s.value)}`).join(' ');
  const given = kernel.given === undefined ? '' : `given ${kernel.given} `;
  if (kernel.kind === 'matrix') {
    const head = `matrix ${given}${kernel.batch.join(',')} ${kernel.m} ${kernel.n} ${kernel.k}`;
    const body = `${windowKey(kernel.a)} ${windowKey(kernel.b)} ${stores(kernel.stores)}`;
    return `${head} ${body} | ${parts.join(';')}`;
  }
  const passes = kernel.passes.map((pass) =>
    pass.kind === 'store'
      ? `${pass.over} ${stores(pass.stores)}`
      : `reduce ${pass.first} ${pass.accumulators.map((a) => `${a.reduction} ${name(a.value)}`).join(' ')}`,
  );
  return `row ${given}${kernel.outer.join(',')} / ${kernel.inner.join(',')} ${passes.join(' then ')} | ${parts.join(';')}`;
}

/** Where a kernel came from says nothing about what it does. */
function withoutSources(node: KernelNode, buffers: number): Kernel {
  if (node.kind === 'row') {
    const { kind, outer, inner, passes, given } = node;
    return { kind, outer, inner, passes, given, buffers };
  }
  const { kind, batch, m, n, k, a, b, stores, given } = node;
  return { kind, batch, m, n, k, a, b, stores, given, buffers };
}
