import { mapRules } from '../graph/affine.js';
import { areaReadBy, extentsOf, operandAreas } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import type { KernelNode, RowNode } from '../graph/node.js';
import type { Area } from '../graph/overlap.js';
import { Interner } from '../graph/intern.js';
import { isSplit, split } from '../graph/reindex.js';
import { rewriter, rewriteNode } from '../graph/rewrite.js';
import { passage } from '../graph/through.js';
import { storageOf, type Value } from '../graph/value.js';
import { expressionsOf, storesOf, writesOf } from '../graph/walk.js';
import type { Expression } from '../ir/expression.js';
import { nodesOf, operandsOf, withOperands } from '../ir/inspect.js';
import type { Store } from '../ir/kernel.js';
import { compact } from './compact.js';
import { epilogueOf, withEpilogue } from './epilogue.js';
import { estimate } from './estimate.js';
import { Sites, type Site } from './sites.js';

/**
 * Values that are cheaper to compute again wherever they are read than to write and to read are not kept: not within a
 * list of nodes, nor (where it matters most) over all steps of a loop for the loop that runs backwards.
 */
export function recomputeCheapValues(graph: Graph): Graph {
  const sites = new Sites(graph);
  for (const site of sites.list) {
    const stores = site.node ? storesOf(site.node) : [];
    for (const { window } of stores) new Candidate(sites, site, window.buffer).tryIt();
  }
  return sites.result();
}

/** A value that one store of one site writes. */
class Candidate {
  private readonly value: Value;

  constructor(
    private readonly sites: Sites,
    private readonly site: Site,
    private readonly buffer: number,
  ) {
    this.value = sites.graph.values[buffer]!;
  }

  /** Computes the value where it is read instead of storing it, if that can be and pays. */
  tryIt(): void {
    const { sites, site, value } = this;
    const storage = storageOf(value);
    if (storage.origin.kind !== 'computed' || sites.graph.outputs.includes(storage)) return;
    const writers = [...sites.writersOf(storage)];
    const readers = [...sites.readersOf(storage)];
    if (writers.length !== 1 || writers[0] !== site || readers.includes(site) || readers.length === 0) return;
    const stores = storesOf(site.node!).filter(({ window }) => window.buffer === this.buffer);
    const source = stores.length === 1 ? formulaOf(site.node!, stores[0]!) : undefined;
    if (!source) return;
    const changes = new Map<Site, KernelNode | undefined>();
    for (const reader of readers) {
      if (!this.isLater(reader) || !source.buffers.every((input) => sites.isUnchanged(input, site, reader)))
        return;
      const node = this.substituted(reader, source);
      if (!node) return;
      changes.set(reader, node);
    }
    changes.set(site, this.withoutStore(stores[0]!));
    let gain = 0;
    for (const [{ node }, changed] of changes) gain += cyclesOf(node) - cyclesOf(changed);
    if (gain <= 0) return;
    for (const [changing, node] of changes) sites.exchange(changing, node);
  }

  private isLater(reader: Site): boolean {
    const { site } = this;
    if (reader.loop === site.loop) return reader.loop ? reader.inner > site.inner : reader.top > site.top;
    return reader.top > site.top;
  }

  private substituted(reader: Site, source: Formula): KernelNode | undefined {
    const node = reader.node!;
    if (node.kind === 'row') {
      const done = this.inRow(node, source, true);
      return done && compact(done, (value) => this.sites.isTemporary(value, reader));
    }
    if (operandAreas(node).some(({ window }) => this.isRead(window.buffer))) return undefined;
    const epilogue = this.inRow(epilogueOf(node), source, false);
    return (
      epilogue &&
      withEpilogue(
        node,
        compact(epilogue, () => false),
      )
    );
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
      if (e.kind === 'gather' || e.window.buffer !== this.buffer) return undefined;
      const way = passage(source.area, areaReadBy(e, extents)!);
      if (!way) return undefined;
      if (isSplit(way.splits))
        return mayCut ? this.inRow(split(node, way.splits), source, mayCut) : undefined;
      formulas.set(e, rewriter(mapRules(way.map, extents.length))(source.expression));
    }
    return rewriteNode(node, { load: (e) => formulas.get(e) ?? e });
  }

  private withoutStore(store: Store): KernelNode | undefined {
    const { site } = this;
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
  const shared = [...others.values()].map(({ window }) => window.buffer);
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
