import { extentsOf } from '../graph/access.js';
import { Interner } from '../graph/intern.js';
import type { KernelNode } from '../graph/node.js';
import type { Area } from '../graph/overlap.js';
import { rewriter } from '../graph/rewrite.js';
import { expressionsOf, writesOf } from '../graph/walk.js';
import type { Expression } from '../ir/expression.js';
import { leavesOf, operandsOf, withOperands } from '../ir/inspect.js';
import type { Store } from '../ir/kernel.js';
import { epilogueOf } from './epilogue.js';

/** How to compute a value from what stays in memory. */
export interface Formula {
  readonly expression: Expression;
  /** Where the node stores it. */
  readonly area: Area;
  readonly buffers: readonly number[];
}

/** What a store writes, in terms of what its node loads, and of what else it stores. */
export function formulaOf(node: KernelNode, store: Store): Formula | undefined {
  const written = writesOf(node);
  const passes = node.kind === 'row' ? node.passes : epilogueOf(node).passes;
  const interner = new Interner();
  const perRow = new Set<Store>();
  const others = new Map<Expression, Store>();
  for (const pass of passes) {
    if (pass.kind !== 'store') continue;
    for (const other of pass.stores) {
      if (pass.over === 'outer') perRow.add(other);
      if (other === store || other.value.kind === 'load') continue;
      others.set(other.value, other);
      // In another pass too it is the same value, unless what it is computed from is overwritten on the way.
      if (![...buffersIn(other.value)].some((buffer) => written.has(buffer))) {
        others.set(interner.intern(other.value), other);
      }
    }
  }
  if (others.size === 0) return finish(node, store, store.value, [], perRow.has(store));
  const results = new Map<Expression, Expression>();
  const visit = (e: Expression): Expression => {
    const known = results.get(e);
    if (known) return known;
    const other = others.get(e) ?? others.get(interner.intern(e));
    const result: Expression =
      other && (perRow.has(other) || !perRow.has(store))
        ? { kind: 'load', type: e.type, window: other.window }
        : withOperands(e, operandsOf(e).map(visit));
    results.set(e, result);
    return result;
  };
  const shared = [...new Set(others.values())].map(({ window }) => window.buffer);
  return finish(node, store, visit(store.value), shared, perRow.has(store));
}

/** @param shared the values that the node stores and the formula loads */
function finish(
  node: KernelNode,
  store: Store,
  expression: Expression,
  shared: readonly number[],
  isPerRow: boolean,
): Formula | undefined {
  const written = writesOf(node);
  const buffers = new Set<number>();
  for (const e of leavesOf(expression)) {
    if (e.kind === 'accumulator') return undefined;
    // What the node itself writes over is not what it was.
    const isStored = shared.filter((buffer) => buffer === e.window.buffer).length === 1;
    if (written.has(e.window.buffer) && !(isStored && !loads(node, e.window.buffer))) return undefined;
    buffers.add(e.window.buffer);
  }
  const rank = node.kind === 'row' ? node.outer.length : node.batch.length + 2;
  if (!isPerRow) {
    return { expression, area: { window: store.window, extents: extentsOf(node) }, buffers: [...buffers] };
  }
  const narrow = rewriter({ window: (window) => ({ ...window, strides: window.strides.slice(0, rank) }) });
  return {
    expression: narrow(expression),
    area: {
      window: { ...store.window, strides: store.window.strides.slice(0, rank) },
      extents: extentsOf(node).slice(0, rank),
    },
    buffers: [...buffers],
  };
}

function buffersIn(expression: Expression): Set<number> {
  const buffers = new Set<number>();
  for (const e of leavesOf(expression)) if (e.kind !== 'accumulator') buffers.add(e.window.buffer);
  return buffers;
}

function loads(node: KernelNode, buffer: number): boolean {
  return expressionsOf(node).some((expression) =>
    leavesOf(expression).some((e) => e.kind !== 'accumulator' && e.window.buffer === buffer),
  );
}
