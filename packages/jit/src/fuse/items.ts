import type { RowNode } from '../graph/node.js';
import type { Expression } from '../ir/expression.js';
import type { Pass, Reduction, Store } from '../ir/kernel.js';

/** What a row node does, one thing after the other. */
export type Item =
  | {
      readonly kind: 'accumulate';
      readonly index: number;
      readonly reduction: Reduction;
      readonly value: Expression;
    }
  | { readonly kind: 'store'; readonly over: 'all' | 'outer'; readonly store: Store };

export function itemsOf({ passes }: RowNode): Item[] {
  return passes.flatMap((pass): Item[] =>
    pass.kind === 'store'
      ? pass.stores.map((store) => ({ kind: 'store', over: pass.over, store }))
      : pass.accumulators.map(({ reduction, value }, i) => ({
          kind: 'accumulate',
          index: pass.first + i,
          reduction,
          value,
        })),
  );
}

export const valueOf = (item: Item): Expression => (item.kind === 'store' ? item.store.value : item.value);

export const isPerRow = (item: Item): boolean => item.kind === 'store' && item.over === 'outer';

export function withValue(item: Item, value: Expression): Item {
  return item.kind === 'store' ? { ...item, store: { ...item.store, value } } : { ...item, value };
}

/** How many accumulators a node's passes number. */
export function accumulatorCount({ passes }: RowNode): number {
  return passes.reduce(
    (count, pass) =>
      pass.kind === 'accumulate' ? Math.max(count, pass.first + pass.accumulators.length) : count,
    0,
  );
}

/** The passes that do what sweeps over the row do, each sweep being a list of items that do not wait for each other. */
export function passesOf(
  sweeps: readonly (readonly Item[])[],
  number: (item: Extract<Item, { kind: 'accumulate' }>) => number,
): Pass[] {
  return sweeps.flatMap((items): Pass[] => {
    const accumulates = items.flatMap((item) => (item.kind === 'accumulate' ? [item] : []));
    const stores = (over: 'all' | 'outer'): Store[] =>
      items.flatMap((item) => (item.kind === 'store' && item.over === over ? [item.store] : []));
    const all = stores('all');
    const outer = stores('outer');
    return [
      ...(accumulates.length > 0
        ? [
            {
              kind: 'accumulate' as const,
              first: number(accumulates[0]!),
              accumulators: accumulates.map(({ reduction, value }) => ({ reduction, value })),
            },
          ]
        : []),
      ...(all.length > 0 ? [{ kind: 'store' as const, over: 'all' as const, stores: all }] : []),
      ...(outer.length > 0 ? [{ kind: 'store' as const, over: 'outer' as const, stores: outer }] : []),
    ];
  });
}
