import { areasRead, areasWritten } from '../graph/access.js';
import { windowKey } from '../graph/intern.js';
import type { RowNode } from '../graph/node.js';
import { rewriter } from '../graph/rewrite.js';
import { storageOf, type Value } from '../graph/value.js';
import type { Expression } from '../ir/expression.js';
import type { Store } from '../ir/kernel.js';

/**
 * The short way for the usual case: two element-wise nodes over the same index space, of which the later one needs from
 * the earlier one only what that stores at the same point. Undefined if they are not of that kind.
 *
 * @param isTemporary whether a value is of no use outside the two
 */
export function joinPointwise(
  values: readonly Value[],
  a: RowNode,
  b: RowNode,
  isTemporary: (value: number) => boolean,
): RowNode | undefined {
  const [first, second] = [onlyStores(a), onlyStores(b)];
  if (!first || !second || a.outer.join() !== b.outer.join() || !meetAtPointsOnly(values, a, b))
    return undefined;
  const stored = new Map<string, Expression>(first.map(({ window, value }) => [windowKey(window), value]));
  const rewrite = rewriter({ load: (load) => stored.get(windowKey(load.window)) ?? load });
  const stores = [
    ...first.filter(({ window }) => !isTemporary(window.buffer)),
    ...second.map((store) => ({ ...store, value: rewrite(store.value) })),
  ];
  return {
    ...a,
    passes: [{ kind: 'store', over: 'all', stores }],
    sources: [...a.sources, ...b.sources],
  };
}

/** The stores of an element-wise node of one pass. (A node has none left if all that it stored was for itself.) */
function onlyStores({ inner, passes }: RowNode): readonly Store[] | undefined {
  const [pass, ...others] = passes;
  return inner.length === 0 && others.length === 0 && pass?.kind === 'store' ? pass.stores : undefined;
}

/** Whether what one node writes and the other one touches goes through the same window in both. */
function meetAtPointsOnly(values: readonly Value[], a: RowNode, b: RowNode): boolean {
  const storages = (node: RowNode): Set<Value> =>
    new Set(areasWritten(node).map(({ window }) => storageOf(values[window.buffer]!)));
  const written = { a: storages(a), b: storages(b) };
  const windows = new Map<Value, string>();
  /** The one window by which a storage is touched, or undefined if there are several. */
  const touch = ({ window }: { window: Store['window'] }): boolean => {
    const storage = storageOf(values[window.buffer]!);
    if (!written.a.has(storage) && !written.b.has(storage)) return true;
    const key = windowKey(window);
    const known = windows.get(storage);
    windows.set(storage, key);
    return known === undefined || known === key;
  };
  for (const storage of written.b) if (written.a.has(storage)) return false;
  return [...areasRead(a), ...areasWritten(a), ...areasRead(b), ...areasWritten(b)].every(touch);
}
