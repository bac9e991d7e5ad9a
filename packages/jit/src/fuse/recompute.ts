import { mapRules, throughMap } from '../graph/affine.js';
import { areaReadBy, extentsOf, operandAreas } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import type { KernelNode, RowNode } from '../graph/node.js';
import { meet, type Area } from '../graph/overlap.js';
import { Interner, windowKey } from '../graph/intern.js';
import { isSplit, split } from '../graph/reindex.js';
import { rewriter, rewriteNode } from '../graph/rewrite.js';
import { passage } from '../graph/through.js';
import { storageOf, type Value } from '../graph/value.js';
import { expressionsOf, storesOf, writesOf } from '../graph/walk.js';
import type { Expression, Window } from '../ir/expression.js';
import { nodesOf, operandsOf, withOperands } from '../ir/inspect.js';
import type { Store } from '../ir/kernel.js';
import { compact } from './compact.js';
import { epilogueOf, withEpilogue } from './epilogue.js';
import { estimate } from './estimate.js';
import { Sites, type Site } from '../graph/sites.js';

/**
 * Values that are cheaper to compute again wherever they are read than to write and to read are not kept: not within a
 * list of nodes, nor (where it matters most) over all steps of a loop for the loop that runs backwards.
 */
export function recomputeCheapValues(graph: Graph): Graph {
  return recompute(graph, () => true);
}

/** What was only copied is read where it was copied from. */
export function readThroughCopies(graph: Graph): Graph {
  return recompute(graph, ({ expression }) => expression.kind === 'load');
}

function recompute(graph: Graph, isWanted: (formula: Formula) => boolean): Graph {
  const sites = new Sites(graph);
  for (const site of sites.list) {
    const tried = new Set<string>();
    // Each change makes another node with other stores.
    for (;;) {
      const stores = site.node ? storesOf(site.node) : [];
      const store = stores.find(({ window }) => !tried.has(windowKey(window)));
      if (!store) break;
      tried.add(windowKey(store.window));
      new Candidate(sites, site, store, isWanted).tryIt();
    }
  }
  return sites.result();
}

/** What one store of one site writes. */
class Candidate {
  private readonly buffer: number;
  private readonly value: Value;

  constructor(
    private readonly sites: Sites,
    private readonly site: Site,
    private readonly store: Store,
    private readonly isWanted: (formula: Formula) => boolean,
  ) {
    this.buffer = store.window.buffer;
    this.value = sites.graph.values[this.buffer]!;
  }

  /** Computes the elements where they are read instead of storing them, if that can be and pays. */
  tryIt(): void {
    const { sites, site, value, store } = this;
    const storage = storageOf(value);
    if (storage.origin.kind !== 'computed' || sites.graph.outputs.includes(storage)) return;
    if (!this.isOnlyWriter()) return;
    const source = formulaOf(site.node!, store);
    if (!source || !this.isWanted(source)) return;
    const changes = new Map<Site, KernelNode | undefined>();
    for (const reader of sites.readersOf(storage)) {
      const node = this.substituted(reader, source);
      if (!node) return;
      if (node === reader.node) continue;
      const isKept = source.buffers.every((input) => sites.isUnchanged(input, site, reader));
      if (!this.isLater(reader) || !isKept) return;
      changes.set(reader, node);
    }
    if (changes.size === 0 || changes.has(site)) return;
    changes.set(site, this.withoutStore());
    let gain = 0;
    for (const [{ node }, changed] of changes) gain += cyclesOf(node) - cyclesOf(changed);
    if (gain <= 0) return;
    for (const [changing, node] of changes) sites.exchange(changing, node);
  }

  /** Whether no other store writes any of the elements. */
  private isOnlyWriter(): boolean {
    const own = { window: this.store.window, extents: extentsOf(this.site.node!) };
    return [...this.sites.writersOf(storageOf(this.value))].every((writer) => {
      const extents = extentsOf(writer.node!);
      return storesOf(writer.node!).every(
        (other) =>
          other === this.store ||
          !this.isRead(other.window.buffer) ||
          (other.window.buffer === this.buffer && !meet(own, { window: other.window, extents })),
      );
    });
  }

  private isLater(reader: Site): boolean {
    const { site } = this;
    if (reader.loop === site.loop) return reader.loop ? reader.inner > site.inner : reader.top > site.top;
    return reader.top > site.top;
  }

  /** What becomes of a reader: the same node if it reads none of the elements, undefined if it cannot do without. */
  private substituted(reader: Site, source: Formula): KernelNode | undefined {
    const node = reader.node!;
    if (node.kind === 'row') {
      const done = this.inRow(node, source, true);
      return !done || done === node ? done : compact(done, (value) => this.sites.isTemporary(value, reader));
    }
    const operands = operandAreas(node).map((operand) => this.throughCopy(operand, source));
    const epilogue = this.inRow(epilogueOf(node), source, false);
    const [a, b] = operands;
    if (!a || !b || !epilogue) return undefined;
    const changed = a === node.a && b === node.b ? node : { ...node, a, b };
    return epilogue.passes.every((pass) => pass.kind === 'store' && pass.stores === node.stores)
      ? changed
      : withEpilogue(
          changed,
          compact(epilogue, () => false),
        );
  }

  /** The operand of a product must lie in memory: it can only be read elsewhere. */
  private throughCopy(operand: Area, { expression, area }: Formula): Window | undefined {
    if (!this.isRead(operand.window.buffer)) return operand.window;
    if (operand.window.buffer !== this.buffer) return undefined;
    if (!meet(operand, area)) return operand.window;
    const way = expression.kind === 'load' ? passage(area, operand) : undefined;
    if (!way || isSplit(way.splits) || expression.kind !== 'load') return undefined;
    return throughMap(expression.window, way.map, operand.extents.length);
  }

  private isRead(buffer: number): boolean {
    return storageOf(this.sites.graph.values[buffer]!) === storageOf(this.value);
  }

  /** The node with the formula in place of each load of the value. */
  private inRow(node: RowNode, source: Formula, mayCut: boolean): RowNode | undefined {
    const extents = extentsOf(node);
    const formulas = new Map<Expression, Expression>();
    for (const e of nodesOf(expressionsOf(node))) {
      if ((e.kind !== 'load' && e.kind !== 'gather') || !this.isRead(e.window.buffer)) continue;
      // Another step of the value is computed from other steps of the operands.
      if (e.window.buffer !== this.buffer) return undefined;
      const read = areaReadBy(e, extents)!;
      if (!meet(read, source.area)) continue;
      if (e.kind === 'gather') return undefined;
      const way = passage(source.area, read);
      if (!way) return undefined;
      if (isSplit(way.splits))
        return mayCut ? this.inRow(split(node, way.splits), source, mayCut) : undefined;
      formulas.set(e, rewriter(mapRules(way.map, extents.length))(source.expression));
    }
    return formulas.size === 0 ? node : rewriteNode(node, { load: (e) => formulas.get(e) ?? e });
  }

  private withoutStore(): KernelNode | undefined {
    const { site, store } = this;
    const node = site.node!;
    const drop = (row: RowNode): RowNode => ({
      ...row,
      passes: row.passes.flatMap((pass) => {
        if (pass.kind !== 'store' || !pass.stores.includes(store)) return [pass];
        const stores = pass.stores.filter((other) => other !== store);
        return stores.length > 0 ? [{ ...pass, stores }] : [];
      }),
    });
    if (node.kind === 'matrix') {
      return node.stores.length > 1 ? withEpilogue(node, drop(epilogueOf(node))) : undefined;
    }
    const rest = compact(drop(node), (value) => this.sites.isTemporary(value, site));
    return rest.passes.length > 0 ? rest : undefined;
  }
}

/** How to compute a value from what stays in memory. */
interface Formula {
  readonly expression: Expression;
  /** Where the node stores it. */
  readonly area: Area;
  readonly buffers: readonly number[];
}

/** What a store writes, in terms of what its node loads, and of what else it stores. */
function formulaOf(node: KernelNode, store: Store): Formula | undefined {
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
  const expression = visit(store.value);
  const buffers = new Set<number>();
  for (const e of nodesOf([expression])) {
    if (e.kind === 'accumulator') return undefined;
    if (e.kind !== 'load' && e.kind !== 'gather') continue;
    // What the node itself writes over is not what it was.
    const isStored = shared.filter((buffer) => buffer === e.window.buffer).length === 1;
    if (written.has(e.window.buffer) && !(isStored && !loads(node, e.window.buffer))) return undefined;
    buffers.add(e.window.buffer);
  }
  const rank = node.kind === 'row' ? node.outer.length : node.batch.length + 2;
  if (!perRow.has(store)) {
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
  for (const e of nodesOf([expression])) {
    if (e.kind === 'load' || e.kind === 'gather') buffers.add(e.window.buffer);
  }
  return buffers;
}

function loads(node: KernelNode, buffer: number): boolean {
  return [...nodesOf(expressionsOf(node))].some(
    (e) => (e.kind === 'load' || e.kind === 'gather') && e.window.buffer === buffer,
  );
}

function cyclesOf(node: KernelNode | undefined): number {
  if (!node) return 0;
  return estimate(node.kind === 'matrix' ? epilogueOf(node) : node);
}
