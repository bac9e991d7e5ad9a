import { areaReadBy, extentsOf } from '../graph/access.js';
import { Interner } from '../graph/intern.js';
import type { RowNode } from '../graph/node.js';
import { meetInRow, type Area } from '../graph/overlap.js';
import { rewriter } from '../graph/rewrite.js';
import type { Expression } from '../ir/expression.js';
import { nodesOf, sameWindow } from '../ir/inspect.js';
import { isPerRow, itemsOf, passesOf, valueOf, withValue, type Item } from './items.js';
import { Recomputation } from './recompute-or-reload.js';

/** An item whose value is in terms of accumulators and of what the row did not itself put into memory. */
export interface Entry {
  readonly item: Item;
  readonly perRow: boolean;
  readonly value: Expression;
  /** The sweep over the row that does it. */
  level: number;
  readonly writes: Area | undefined;
  /** Whether what it stores is of use outside the node. */
  isWanted: boolean;
}

/**
 * Does the work of a row node in few sweeps over the row: what one pass stores and another loads at the same point is
 * handed over in registers, or computed again where that is cheaper than memory; what nobody needs is left out; passes
 * that do not wait for each other become one.
 *
 * @param isTemporary whether a value is of no use outside this node
 */
export function compact(node: RowNode, isTemporary: (value: number) => boolean): RowNode {
  const row = new Row(node, isTemporary);
  const live = new Recomputation(row).run();
  if (!live) return node;
  const levels = [...new Set([...live.keys()].map(({ level }) => level))].sort((a, b) => a - b);
  const sweeps = levels.map((level) =>
    row.entries.filter((entry) => live.has(entry) && entry.level === level),
  );
  const numbers = new Map<number, number>();
  for (const { item } of sweeps.flat()) {
    if (item.kind === 'accumulate') numbers.set(item.index, numbers.size);
  }
  const renumber = rewriter({ accumulator: (e) => ({ ...e, index: numbers.get(e.index) ?? e.index }) });
  const passes = passesOf(
    sweeps.map((sweep) => sweep.map((entry) => withValue(entry.item, renumber(live.get(entry)!)))),
    ({ index }) => numbers.get(index)!,
  );
  return withoutNeedlessInner({ ...node, passes });
}

/** The items of a row node, in order, with what they depend on. */
export class Row {
  readonly entries: Entry[] = [];
  /** For each accumulator, its entry. */
  readonly accumulators = new Map<number, Entry>();
  /** Loads of what the row put into memory at other points, with the stores that did. */
  readonly sources = new Map<Expression, readonly Entry[]>();
  readonly extents: readonly number[];
  private readonly rank: number;
  private readonly stores = new Map<number, Entry[]>();
  private readonly interner = new Interner();
  /** Accumulators that another one computes already. */
  private readonly aliases = new Map<number, number>();

  constructor(
    readonly node: RowNode,
    private readonly isTemporary: (value: number) => boolean,
  ) {
    this.extents = extentsOf(node);
    this.rank = node.outer.length;
    for (const pass of node.passes) this.add(itemsOf({ ...node, passes: [pass] }));
  }

  /** The first sweep in which the expression is known. */
  levelOf(expressions: Iterable<Expression>, perRow: boolean): number {
    let level = 0;
    for (const e of expressions) {
      // Accumulators that no pass computes are given from the start, as a matrix product is.
      const source = e.kind === 'accumulator' ? this.accumulators.get(e.index) : undefined;
      if (source) level = Math.max(level, source.level + (perRow ? 0 : 1));
      for (const source of this.sources.get(e) ?? []) {
        // Row by row, what is stored per row comes after the sweep over the row.
        level = Math.max(level, source.level + (perRow && !source.perRow ? 0 : 1));
      }
    }
    return level;
  }

  /** Stores that change what the expressions load. */
  storesInto(expressions: Iterable<Expression>): Entry[] {
    return [...expressions].flatMap((e) => {
      const read = areaReadBy(e, this.extents);
      if (!read) return [];
      const sources = this.sources.get(e) ?? [];
      return this.storesMeeting(read).filter((store) => !sources.includes(store));
    });
  }

  storesMeeting(area: Area): Entry[] {
    return (this.stores.get(area.window.buffer) ?? []).filter(({ writes }) =>
      meetInRow(writes!, area, this.rank),
    );
  }

  /** Adds the items of a pass: at each point it computes all values before it stores any. */
  private add(items: readonly Item[]): void {
    const pass = items.flatMap((item): Entry[] => {
      const perRow = isPerRow(item);
      const value = this.interner.intern(this.substitute(valueOf(item), perRow));
      if (this.isKnown(item, value)) return [];
      const writes = item.kind === 'store' ? { window: item.store.window, extents: this.extents } : undefined;
      const level = Math.max(
        this.levelOf(nodesOf([value]), perRow),
        ...(writes ? this.entries.map((earlier) => this.notBefore(earlier, writes, perRow)) : []),
      );
      const isWanted = writes !== undefined && !this.isTemporary(writes.window.buffer);
      const entry: Entry = { item, perRow, value, level, writes, isWanted };
      if (item.kind === 'accumulate') {
        this.entries.push(entry);
        this.accumulators.set(item.index, entry);
      }
      return [entry];
    });
    const stores = pass.filter(({ writes }) => writes);
    this.waitForEachOther(stores);
    for (const entry of stores) this.addStore(entry);
  }

  /** Whether an accumulator has this value already. */
  private isKnown(item: Item, value: Expression): boolean {
    if (item.kind === 'store') return false;
    const same = this.entries.find(
      (entry) =>
        entry.item.kind === 'accumulate' && entry.item.reduction === item.reduction && entry.value === value,
    );
    if (same?.item.kind !== 'accumulate') return false;
    this.aliases.set(item.index, same.item.index);
    return true;
  }

  /** Stores of one pass may change what others of that pass load: then none may come before those others. */
  private waitForEachOther(stores: readonly Entry[]): void {
    for (let changed = true; changed;) {
      changed = false;
      for (const store of stores) {
        for (const other of stores) {
          if (other === store || other.level <= store.level || !this.reads(other, store.writes!)) continue;
          store.level = other.level;
          changed = true;
        }
      }
    }
  }

  private reads({ value }: Entry, area: Area): boolean {
    return [...nodesOf([value])].some((e) => {
      const read = areaReadBy(e, this.extents);
      return read !== undefined && meetInRow(read, area, this.rank);
    });
  }

  private addStore(entry: Entry): void {
    const { window } = entry.writes!;
    const known = this.stores.get(window.buffer) ?? [];
    for (const earlier of known) {
      // What is overwritten is of no use outside.
      if (earlier.perRow === entry.perRow && sameWindow(earlier.writes!.window, window))
        earlier.isWanted = false;
    }
    this.entries.push(entry);
    this.stores.set(window.buffer, [...known, entry]);
  }

  /** The value with what the row stored at the same point before put in the place of loads. */
  private substitute(value: Expression, perRow: boolean): Expression {
    const versions = new Map<Expression, Expression>();
    const read = (e: Extract<Expression, { kind: 'load' | 'gather' }>): Expression => {
      const writers = this.storesMeeting(areaReadBy(e, this.extents)!);
      if (writers.length === 0) return e;
      const last = writers.at(-1)!;
      const samePoint = e.kind === 'load' && sameWindow(last.writes!.window, e.window);
      if (samePoint && (last.perRow || !perRow)) return last.value;
      // What it loads is not what the same window loads at another time.
      const load = this.interner.version(e, `after ${this.entries.length}`);
      this.sources.set(load, writers);
      return load;
    };
    const rewrite = rewriter({
      load: (e) => {
        const known = versions.get(e) ?? read(e);
        versions.set(e, known);
        return known;
      },
      gather: read,
      accumulator: (e) => ({ ...e, index: this.aliases.get(e.index) ?? e.index }),
    });
    return rewrite(value);
  }

  /** The first sweep in which something can be stored that an earlier item must not see. */
  private notBefore(earlier: Entry, writes: Area, perRow: boolean): number {
    let level = 0;
    const after = (sameSweep: boolean): void => {
      level = Math.max(level, earlier.level + (sameSweep ? 0 : 1));
    };
    if (earlier.writes && meetInRow(earlier.writes, writes, this.rank)) after(perRow && !earlier.perRow);
    for (const e of nodesOf([earlier.value])) {
      const read = areaReadBy(e, this.extents);
      if (!read || !meetInRow(read, writes, this.rank)) continue;
      // Values are computed before any is stored, at each point.
      after(perRow || (!earlier.perRow && e.kind === 'load' && sameWindow(e.window, writes.window)));
    }
    return level;
  }
}

/** Where nothing is reduced and nothing waits, inner dimensions are like outer ones; where only rows are stored, they are not needed. */
function withoutNeedlessInner(node: RowNode): RowNode {
  const { outer, inner, passes } = node;
  if (inner.length === 0) return node;
  const only = (over: 'all' | 'outer'): boolean =>
    passes.every((pass) => pass.kind === 'store' && pass.over === over);
  if (passes.length === 1 && only('all')) return { ...node, outer: [...outer, ...inner], inner: [] };
  if (!only('outer')) return node;
  const rank = outer.length;
  const narrow = rewriter({
    window: (window) => ({ ...window, strides: window.strides.slice(0, rank) }),
  });
  return {
    ...node,
    inner: [],
    passes: passes.flatMap((pass) =>
      pass.kind === 'store'
        ? [
            {
              kind: 'store',
              over: 'all',
              stores: pass.stores.map((store) => ({
                ...store,
                window: { ...store.window, strides: store.window.strides.slice(0, rank) },
                value: narrow(store.value),
              })),
            },
          ]
        : [],
    ),
  };
}
