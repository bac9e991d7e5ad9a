import { extentsOf } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import { Interner, windowKey } from '../graph/intern.js';
import type { KernelNode } from '../graph/node.js';
import { meet } from '../graph/overlap.js';
import { Sites, type Site } from '../graph/sites.js';
import { storageOf, type Value } from '../graph/value.js';
import { storesOf } from '../graph/walk.js';
import type { Pass, Store } from '../ir/kernel.js';
import { Decisions } from './decisions.js';
import { compactKernel, epilogueOf } from './epilogue.js';
import { estimate } from './estimate.js';
import { formulaOf, type Formula } from './formula.js';
import { substitute } from './substitute.js';

/**
 * Values that are cheaper to compute again wherever they are read than to write and to read are not kept: not within a
 * list of nodes, nor (where it matters most) over all steps of a loop for the loop that runs backwards.
 */
export function recomputeCheapValues(graph: Graph, decisions = new Decisions()): Graph {
  return recompute(graph, () => true, 'cheap', decisions);
}

/** What was only copied is read where it was copied from. */
export function readThroughCopies(graph: Graph, decisions = new Decisions()): Graph {
  return recompute(graph, ({ expression }) => expression.kind === 'load', 'copies', decisions);
}

function recompute(
  graph: Graph,
  isWanted: (formula: Formula) => boolean,
  name: string,
  decisions: Decisions,
): Graph {
  const sites = new Sites(graph);
  const interner = new Interner();
  for (const [i, site] of sites.list.entries()) {
    const tried = new Set<string>();
    // Each change makes another node with other stores.
    for (;;) {
      const stores = site.node ? storesOf(site.node) : [];
      const store = stores.find(({ window }) => !tried.has(windowKey(window)));
      if (!store) break;
      tried.add(windowKey(store.window));
      const candidate = new Candidate(sites, site, store, isWanted, interner);
      const changes = decisions.try(
        `${name} ${i} ${tried.size} ${store.window.buffer}`,
        () => candidate.changes(),
        (changes) => gainOf(changes) > 0,
      );
      for (const [changing, node] of changes ?? []) sites.exchange(changing, node);
    }
  }
  return sites.result();
}

type Changes = Map<Site, KernelNode | undefined>;

/** The cycles that changes save. */
function gainOf(changes: Changes): number {
  let gain = 0;
  for (const [{ node }, changed] of changes) gain += cyclesOf(node) - cyclesOf(changed);
  return gain;
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
    private readonly interner: Interner,
  ) {
    this.buffer = store.window.buffer;
    this.value = sites.graph.values[this.buffer]!;
  }

  /** What sites become if the elements are computed where they are read instead of being stored, if that can be. */
  changes(): Changes | undefined {
    const { sites, site, value, store } = this;
    const storage = storageOf(value);
    if (storage.origin.kind !== 'computed' || sites.graph.outputs.includes(storage)) return undefined;
    if (!this.isOnlyWriter()) return undefined;
    const source = formulaOf(site.node!, store);
    if (!source || !this.isWanted(source)) return undefined;
    const changes: Changes = new Map();
    for (const reader of sites.readersOf(storage)) {
      const node = substitute(sites.graph.values, reader.node!, source);
      if (!node) return undefined;
      if (node === reader.node) continue;
      const isKept = source.buffers.every((input) => sites.isUnchanged(input, site, reader));
      if (!this.isLater(reader) || !isKept) return undefined;
      changes.set(
        reader,
        compactKernel(node, (value) => sites.isTemporary(value, reader), this.interner),
      );
    }
    if (changes.size === 0 || changes.has(site)) return undefined;
    changes.set(site, this.withoutStore(source.buffers));
    return changes;
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

  private isRead(buffer: number): boolean {
    return storageOf(this.sites.graph.values[buffer]!) === storageOf(this.value);
  }

  /** @param read the values that readers read in its place */
  private withoutStore(read: readonly number[]): KernelNode | undefined {
    const { site, store } = this;
    const node = site.node!;
    if (storesOf(node).length === 1) return undefined;
    const rest =
      node.kind === 'row'
        ? { ...node, passes: dropStore(node.passes, store) }
        : { ...node, stores: node.stores.filter((other) => other !== store) };
    return compactKernel(
      rest,
      (value) => !read.includes(value) && this.sites.isTemporary(value, site),
      this.interner,
    );
  }
}

function dropStore(passes: readonly Pass[], store: Store): Pass[] {
  return passes.flatMap((pass): Pass[] => {
    if (pass.kind !== 'store' || !pass.stores.includes(store)) return [pass];
    const stores = pass.stores.filter((other) => other !== store);
    return stores.length > 0 ? [{ ...pass, stores }] : [];
  });
}

function cyclesOf(node: KernelNode | undefined): number {
  if (!node) return 0;
  return estimate(node.kind === 'matrix' ? epilogueOf(node) : node);
}
