import type { Expression } from '../ir/expression.js';
import { leavesOf, operandsOf, partsOf, sameWindow, type Leaf } from '../ir/inspect.js';
import type { Entry, Row } from './compact.js';
import { costOf, LOAD, STORE } from './cost.js';

/**
 * Decides, for what several sweeps over a row need, whether each computes it again or the first one stores it for the
 * others.
 */
export class Recomputation {
  private readonly live = new Map<Entry, Expression>();
  /** Stores by the value they store. */
  private readonly stores = new Map<Expression, Entry>();
  private readonly varying = new Map<Expression, boolean>();
  private possible = true;

  constructor(private readonly row: Row) {
    for (const entry of row.entries) {
      if (!entry.writes || entry.perRow) continue;
      const known = this.stores.get(entry.value);
      if (!known || (entry.isWanted && !known.isWanted)) this.stores.set(entry.value, entry);
    }
  }

  /**
   * What must be done: the entries, each with its value in terms of what is loaded. Undefined if something needs what is
   * overwritten before.
   */
  run(): Map<Entry, Expression> | undefined {
    this.delayTemporaries();
    for (const entry of this.row.entries) if (entry.isWanted) this.need(entry);
    return this.possible ? this.live : undefined;
  }

  /** What only later sweeps need is computed there. */
  private delayTemporaries(): void {
    if (this.row.entries.every(({ level }) => level === 0)) return;
    const firstUse = new Map<Expression, number>();
    const seen = new Set<Entry>();
    const fixed = new Set<Entry>([...this.row.sources.values()].flat());
    const visit = (entry: Entry): void => {
      if (seen.has(entry)) return;
      seen.add(entry);
      if (!entry.perRow) {
        for (const e of partsOf(entry.value)) {
          firstUse.set(e, Math.min(firstUse.get(e) ?? Infinity, entry.level));
        }
      }
      for (const e of entry.leaves) this.suppliersOf(e).forEach(visit);
    };
    for (const entry of this.row.entries) if (entry.isWanted) visit(entry);
    for (const entry of this.stores.values()) {
      if (entry.isWanted || fixed.has(entry)) continue;
      if (entry.leaves.some((e) => this.row.storesInto(e).length > 0)) continue;
      entry.level = Math.max(entry.level, firstUse.get(entry.value) ?? 0);
    }
  }

  /** What computes an accumulator, or stores what is loaded. */
  private suppliersOf(e: Leaf): readonly Entry[] {
    const accumulated = e.kind === 'accumulator' ? this.row.accumulators.get(e.index) : undefined;
    return accumulated ? [accumulated] : (this.row.sources.get(e) ?? []);
  }

  private need(entry: Entry): void {
    if (this.live.has(entry)) return;
    this.live.set(entry, entry.value);
    const value = this.resolve(entry);
    this.live.set(entry, value);
    for (const e of leavesOf(value)) {
      for (const supplier of this.suppliersOf(e)) this.need(supplier);
    }
  }

  /** The entry's value, with loads from memory where that is better or the only way. */
  private resolve({ value, leaves, level, perRow }: Entry): Expression {
    if (!this.mayReload(level) && leaves.every((e) => this.row.storesInto(e).length === 0)) return value;
    if (!perRow) this.loadShared(partsOf(value), level);
    const results = new Map<Expression, Expression>();
    const visit = (e: Expression): Expression => {
      const known = results.get(e);
      if (known) return known;
      let result: Expression;
      const store = perRow ? undefined : this.storeBefore(e, level);
      if (store && (this.isBetterLoaded(e, store, level) || !this.isComputable(e, level))) {
        this.need(store);
        result = { kind: 'load', type: e.type, window: store.writes!.window };
      } else {
        this.possible &&= !isLoad(e) || this.isComputable(e, level);
        result = this.row.withOperands(e, operandsOf(e).map(visit));
      }
      results.set(e, result);
      return result;
    };
    return visit(value);
  }

  /** What several parts of a value use is decided on before those parts are, which it makes cheaper. */
  private loadShared(parts: ReadonlySet<Expression>, level: number): void {
    const users = new Map<Expression, number>();
    for (const e of parts) {
      for (const operand of new Set(operandsOf(e))) users.set(operand, (users.get(operand) ?? 0) + 1);
    }
    for (const e of parts) {
      const store = users.get(e)! > 1 ? this.storeBefore(e, level) : undefined;
      if (store && this.isBetterLoaded(e, store, level)) this.need(store);
    }
  }

  private mayReload(level: number): boolean {
    for (const store of this.stores.values()) if (store.level < level) return true;
    return false;
  }

  /** A store in an earlier sweep whose elements are still in memory in this one. */
  private storeBefore(e: Expression, level: number): Entry | undefined {
    const store = this.stores.get(e);
    if (!store || store.level >= level) return undefined;
    const { entries } = this.row;
    const overwritten = this.row
      .storesMeeting(store.writes!)
      .some(
        (other) =>
          entries.indexOf(other) > entries.indexOf(store) && !isInTime(other, store.writes!.window, level),
      );
    return overwritten ? undefined : store;
  }

  private isComputable(e: Expression, level: number): boolean {
    for (const leaf of leavesOf(e)) {
      if (leaf.kind === 'accumulator') continue;
      if (this.row.storesInto(leaf).some((store) => !isInTime(store, leaf.window, level))) return false;
    }
    return true;
  }

  private isBetterLoaded(e: Expression, store: Entry, level: number): boolean {
    if (!this.variesInRow(e)) return false;
    const reloading = LOAD + (store.isWanted || this.live.has(store) ? 0 : STORE);
    return this.costOfComputing(e, level) > reloading;
  }

  private costOfComputing(expression: Expression, level: number): number {
    let cost = 0;
    const seen = new Set<Expression>();
    const visit = (e: Expression): void => {
      // What does not vary within a row is computed once for it.
      if (seen.has(e) || !this.variesInRow(e)) return;
      seen.add(e);
      const store = e === expression ? undefined : this.storeBefore(e, level);
      if (store && (store.isWanted || this.live.has(store))) {
        cost += LOAD;
        return;
      }
      // Often others load the same, so half a load is counted.
      cost += isLoad(e) ? costOf(e) / 2 : costOf(e);
      operandsOf(e).forEach(visit);
    };
    visit(expression);
    return cost;
  }

  /** Whether the value differs between points of a row. */
  private variesInRow(e: Expression): boolean {
    let known = this.varying.get(e);
    if (known === undefined) {
      const rank = this.row.node.outer.length;
      known =
        (e.kind === 'index' && e.dimension >= rank) ||
        (isLoad(e) && e.window.strides.some((stride, d) => d >= rank && stride !== 0)) ||
        operandsOf(e).some((operand) => this.variesInRow(operand));
      this.varying.set(e, known);
    }
    return known;
  }
}

type Load = Extract<Leaf, { kind: 'load' | 'gather' }>;

const isLoad = (e: Expression): e is Load => e.kind === 'load' || e.kind === 'gather';

/** Whether what a window shows is not yet changed by a store when a sweep reads it. */
function isInTime(store: Entry, window: Load['window'], level: number): boolean {
  return (
    store.level > level ||
    (store.level === level && (store.perRow || sameWindow(store.writes!.window, window)))
  );
}
