import { areaReadBy, extentsOf } from '../graph/access.js';
import { Interner, windowKey } from '../graph/intern.js';
import type { RowNode } from '../graph/node.js';
import { meetInRow, type Area } from '../graph/overlap.js';
import { rewriter } from '../graph/rewrite.js';
import { unary } from '../ir/build.js';
import type { Expression } from '../ir/expression.js';
import { leavesOf, sameWindow, withOperands, type Leaf } from '../ir/inspect.js';
import { isPerRow, itemsOf, passesOf, valueOf, withValue, type Item } from './items.js';
import { Recomputation } from './recompute-or-reload.js';

/** An item whose value is in terms of accumulators and of what the row did not itself put into memory. */
export interface Entry {
  readonly item: Item;
  readonly perRow: boolean;
  readonly value: Expression;
  /** What the value reads. */
  readonly leaves: readonly Leaf[];
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
 * @param interner makes equal expressions one; one that has seen the node's expressions before saves work
 */
export function compact(
  node: RowNode,
  isTemporary: (value: number) => boolean,
  interner = new Interner(),
): RowNode {
  const row = new Row(node, isTemporary, interner);
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
  // What a sweep loads through one window is the same wherever it does.
  const finish = rewriter({
    load: (e) => row.plain(e),
    gather: (e) => row.plain(e),
    accumulator: (e) => interner.intern({ ...e, index: numbers.get(e.index) ?? e.index }),
  });
  const isFinished =
    row.sources.size === 0 &&
    [...numbers].every(([from, to]) => from === to) &&
    [...live].every(([{ value }, result]) => value === result);
  const items = sweeps.map((sweep) =>
    sweep.map((entry) => {
      const value = live.get(entry)!;
      return withValue(entry.item, isFinished ? value : interner.intern(finish(value)));
    }),
  );
  const passes = passesOf(items, ({ index }) => numbers.get(index)!);
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
  private readonly changes = new Map<Expression, readonly Entry[]>();
  private readonly stores = new Map<number, Entry[]>();
  /** What a load looks like that stands for one at a certain time. */
  private readonly plainLoads = new Map<Expression, Expression>();
  private readonly laterLoads = new Map<string, Expression>();
  /** What stands for an accumulator that need not be computed: another one, perhaps with another sign. */
  private readonly aliases = new Map<number, Expression>();

  constructor(
    readonly node: RowNode,
    private readonly isTemporary: (value: number) => boolean,
    private readonly interner: Interner,
  ) {
    this.extents = extentsOf(node);
    this.rank = node.outer.length;
    for (const pass of node.passes) this.add(itemsOf({ ...node, passes: [pass] }));
  }

  plain(load: Expression): Expression {
    return this.plainLoads.get(load) ?? load;
  }

  /** The expression with other operands that say the same; a gather then still reads what the same stores wrote. */
  withOperands(e: Expression, operands: readonly Expression[]): Expression {
    const result = withOperands(e, operands);
    const sources = this.sources.get(e);
    if (sources) this.sources.set(result, sources);
    return result;
  }

  /** The first sweep in which all leaves are known. */
  private levelOf(leaves: readonly Leaf[], perRow: boolean): number {
    let level = 0;
    for (const e of leaves) {
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

  /** Stores that change what is loaded. */
  storesInto(load: Expression): readonly Entry[] {
    let found = this.changes.get(load);
    if (!found) {
      const sources = this.sources.get(load) ?? [];
      const read = areaReadBy(load, this.extents);
      found = read ? this.storesMeeting(read).filter((store) => !sources.includes(store)) : [];
      this.changes.set(load, found);
    }
    return found;
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
      const whole = this.interner.intern(this.substitute(valueOf(item), perRow));
      // The sum of negatives is the negative of the sum.
      const isNegative = item.kind === 'accumulate' && item.reduction === 'sum' && isNegation(whole);
      const value = isNegative ? whole.x : whole;
      if (item.kind === 'accumulate' && this.isKnown(item, value, isNegative)) return [];
      const writes = item.kind === 'store' ? { window: item.store.window, extents: this.extents } : undefined;
      const leaves = leavesOf(value);
      let level = this.levelOf(leaves, perRow);
      if (writes) {
        for (const earlier of this.entries) level = Math.max(level, this.notBefore(earlier, writes, perRow));
      }
      const isWanted = writes !== undefined && !this.isTemporary(writes.window.buffer);
      const entry: Entry = { item, perRow, value, leaves, level, writes, isWanted };
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

  /** Whether an accumulator has this value already; if it has not, one is about to. */
  private isKnown(
    item: Extract<Item, { kind: 'accumulate' }>,
    value: Expression,
    isNegative: boolean,
  ): boolean {
    const same = this.entries.find(
      (entry) =>
        entry.item.kind === 'accumulate' && entry.item.reduction === item.reduction && entry.value === value,
    );
    const known = same?.item.kind === 'accumulate' ? same.item.index : undefined;
    if (known !== undefined || isNegative) {
      const type = item.reduction === 'argMax' || item.reduction === 'argMin' ? 'int32' : value.type;
      const sum: Expression = { kind: 'accumulator', type, index: known ?? item.index };
      this.aliases.set(item.index, isNegative ? unary('neg', sum) : sum);
    }
    return known !== undefined;
  }

  /** Stores of one pass may change what others of that pass load: then none may come before those others. */
  private waitForEachOther(stores: readonly Entry[]): void {
    const written = new Set(stores.map(({ writes }) => writes!.window.buffer));
    const isLoaded = stores.some(({ leaves }) =>
      leaves.some((e) => e.kind !== 'accumulator' && written.has(e.window.buffer)),
    );
    if (!isLoaded) return;
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

  private reads({ leaves }: Entry, area: Area): boolean {
    return leaves.some(
      (e) => loadsFrom(e, area.window.buffer) && meetInRow(areaReadBy(e, this.extents)!, area, this.rank),
    );
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
    const mayChange = (e: Leaf): boolean =>
      e.kind === 'accumulator' ? this.aliases.has(e.index) : this.stores.has(e.window.buffer);
    if (!leavesOf(value).some(mayChange)) return value;
    const versions = new Map<Expression, Expression>();
    const read = (e: Extract<Expression, { kind: 'load' | 'gather' }>): Expression => {
      if (!this.stores.has(e.window.buffer)) return e;
      const writers = this.storesMeeting(areaReadBy(e, this.extents)!);
      if (writers.length === 0) return e;
      const last = writers.at(-1)!;
      const samePoint = e.kind === 'load' && sameWindow(last.writes!.window, e.window);
      if (samePoint && (last.perRow || !perRow)) return last.value;
      return this.loadAfter(e, writers);
    };
    const rewrite = rewriter({
      load: (e) => {
        const known = versions.get(e) ?? read(e);
        versions.set(e, known);
        return known;
      },
      gather: read,
      accumulator: (e) => this.aliases.get(e.index) ?? e,
    });
    return rewrite(value);
  }

  /** A load of what the row stored at other points: not what the same window loads at another time. */
  private loadAfter(
    load: Extract<Expression, { kind: 'load' | 'gather' }>,
    writers: readonly Entry[],
  ): Expression {
    const time = this.entries.indexOf(writers.at(-1)!);
    const key = load.kind === 'load' ? `${windowKey(load.window)} after ${time}` : undefined;
    const known = key === undefined ? undefined : this.laterLoads.get(key);
    if (known) return known;
    const later = this.interner.distinct(load);
    this.plainLoads.set(later, load);
    this.sources.set(later, writers);
    if (key !== undefined) this.laterLoads.set(key, later);
    return later;
  }

  /** The first sweep in which something can be stored that an earlier item must not see. */
  private notBefore(earlier: Entry, writes: Area, perRow: boolean): number {
    let level = 0;
    const after = (sameSweep: boolean): void => {
      level = Math.max(level, earlier.level + (sameSweep ? 0 : 1));
    };
    if (earlier.writes && meetInRow(earlier.writes, writes, this.rank)) after(perRow && !earlier.perRow);
    for (const e of earlier.leaves) {
      if (!loadsFrom(e, writes.window.buffer)) continue;
      if (!meetInRow(areaReadBy(e, this.extents)!, writes, this.rank)) continue;
      // Values are computed before any is stored, at each point.
      after(perRow || (!earlier.perRow && e.kind === 'load' && sameWindow(e.window, writes.window)));
    }
    return level;
  }
}

function loadsFrom(e: Leaf, buffer: number): e is Extract<Leaf, { kind: 'load' | 'gather' }> {
  return e.kind !== 'accumulator' && e.window.buffer === buffer;
}

function isNegation(e: Expression): e is Extract<Expression, { kind: 'unary' }> {
  return e.kind === 'unary' && e.operator === 'neg';
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
