import { areasRead, areasWritten } from './access.js';
import type { Graph } from './graph.js';
import { mapKernels } from './map.js';
import type { KernelNode, LoopNode } from './node.js';
import { meet } from './overlap.js';
import { storageOf, type Value } from './value.js';

/** A place in the graph where a node stands, which may become another node or none. */
export interface Site {
  node: KernelNode | undefined;
  /** The loop it is in, if any. */
  readonly loop: LoopNode | undefined;
  /** The position of the node, or of its loop, outside of loops. */
  readonly top: number;
  /** The position in the loop. */
  readonly inner: number;
}

/** The nodes of a graph with an account of who reads and writes what; nodes can be exchanged one by one. */
export class Sites {
  readonly list: Site[] = [];
  private readonly readers = new Map<Value, Set<Site>>();
  private readonly writers = new Map<Value, Set<Site>>();
  private readonly origin = new Map<KernelNode, Site>();

  constructor(readonly graph: Graph) {
    graph.nodes.forEach((node, top) => {
      const loop = node.kind === 'loop' ? node : undefined;
      (node.kind === 'loop' ? node.body : [node]).forEach((kernel, inner) => {
        const site: Site = { node: kernel, loop, top, inner };
        this.list.push(site);
        this.origin.set(kernel, site);
        this.count(site);
      });
    });
  }

  /** The graph as it is now. */
  result(): Graph {
    return mapKernels(this.graph, (node) => this.origin.get(node)!.node ?? []);
  }

  readersOf(storage: Value): ReadonlySet<Site> {
    return this.readers.get(storage) ?? new Set();
  }

  writersOf(storage: Value): ReadonlySet<Site> {
    return this.writers.get(storage) ?? new Set();
  }

  exchange(site: Site, node: KernelNode | undefined): void {
    for (const users of [this.readers, this.writers]) {
      for (const storage of this.storages(site, users === this.readers)) users.get(storage)?.delete(site);
    }
    site.node = node;
    this.count(site);
  }

  /** Whether a value is of use to this site only, each time it runs anew. */
  isTemporary(value: number, site: Site): boolean {
    const { origin } = this.graph.values[value]!;
    if (origin.kind !== 'computed' || this.graph.outputs.includes(this.graph.values[value]!)) return false;
    const users = [
      ...this.readersOf(this.graph.values[value]!),
      ...this.writersOf(this.graph.values[value]!),
    ];
    return users.every((user) => user === site);
  }

  /**
   * Whether a later site finds in a value what an earlier one found there when it ran.
   *
   * @param buffer the value; what is between the two must leave alone all of it that `from` reads there
   */
  isUnchanged(buffer: number, from: Site, to: Site): boolean {
    const value = this.graph.values[buffer]!;
    const storage = storageOf(value);
    if (to.node && [...this.storages(to, false)].includes(storage) && this.meets(to, from, buffer))
      return false;
    if (from.loop !== to.loop && from.loop && value.origin.kind === 'computed') return false;
    return [...this.writersOf(storage)].every(
      (writer) => writer === from || writer === to || this.isOutOfTheWay(writer, value, from, to),
    );
  }

  private isOutOfTheWay(writer: Site, value: Value, from: Site, to: Site): boolean {
    if (from.loop === to.loop) {
      if (writer.loop !== from.loop) return from.loop ? true : writer.top < from.top || writer.top > to.top;
      const [at, first, last] = from.loop
        ? [writer.inner, from.inner, to.inner]
        : [writer.top, from.top, to.top];
      return at < first || at > last || !this.meets(writer, from, value.id);
    }
    if (writer.top < from.top || writer.top > to.top) return true;
    // What the loop of the earlier site still writes must be there when that site runs.
    return from.loop !== undefined && writer.loop === from.loop && this.isDone(writer, value, from);
  }

  /** Whether what one site of a loop reads is written by another one before, in the same step or an earlier one. */
  private isDone(writer: Site, value: Value, from: Site): boolean {
    if (value.origin.kind !== 'step' || !writer.node) return false;
    const { of, shift } = value.origin;
    return areasWritten(writer.node).every(({ window }) => {
      const written = this.graph.values[window.buffer]!;
      if (storageOf(written) !== of) return true;
      if (written.origin.kind !== 'step' || written.size !== value.size) return false;
      const ahead = (written.origin.shift - shift) * (from.loop!.reverse ? -1 : 1);
      return ahead > 0 || (ahead === 0 && writer.inner < from.inner);
    });
  }

  /** Whether one site may write what another one reads of a value, in one step of their loop. */
  private meets(writer: Site, reader: Site, buffer: number): boolean {
    const { values } = this.graph;
    const reads = areasRead(reader.node!).filter(({ window }) => window.buffer === buffer);
    return areasWritten(writer.node!).some((written) => {
      const other = values[written.window.buffer]!;
      const value = values[buffer]!;
      if (storageOf(other) !== storageOf(value)) return false;
      if (other === value) return reads.some((read) => meet(read, written));
      return !(other.origin.kind === 'step' && value.origin.kind === 'step' && other.size === value.size);
    });
  }

  private count(site: Site): void {
    for (const isRead of [true, false]) {
      const users = isRead ? this.readers : this.writers;
      for (const storage of this.storages(site, isRead)) {
        const set = users.get(storage);
        if (set) set.add(site);
        else users.set(storage, new Set([site]));
      }
    }
  }

  private storages({ node }: Site, isRead: boolean): Set<Value> {
    const storages = new Set<Value>();
    if (!node) return storages;
    for (const { window } of isRead ? areasRead(node) : areasWritten(node)) {
      storages.add(storageOf(this.graph.values[window.buffer]!));
    }
    return storages;
  }
}
