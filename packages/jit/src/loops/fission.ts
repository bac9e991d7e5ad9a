import { areasRead, areasWritten } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import type { KernelNode, LoopNode, Node } from '../graph/node.js';
import { rewriteNode } from '../graph/rewrite.js';
import { storageOf, type Value } from '../graph/value.js';
import { sizeOf } from '../graph/view.js';
import { privateValues } from '../fuse/privacy.js';
import { overTime } from './over-time.js';

/**
 * Takes work out of loops that need not be done step by step. What is the same in all steps is done once. Matrix products
 * that do not depend on what steps hand on are done for all steps at once, before the loop (the projection of all inputs)
 * or after it (that of all outputs, and gradients of weights): few large products are faster than many small ones. With
 * them goes what they need, or what only they need.
 */
export function splitLoops(graph: Graph): Graph {
  const values = [...graph.values];
  const own = privateValues(graph);
  const nodes = graph.nodes.flatMap((node): Node[] =>
    node.kind === 'loop' ? new Fission(values, node, own.get(node.body)!).run() : [node],
  );
  return { ...graph, values, nodes };
}

/** Elements that a step reads; less than this, over all steps, is in the caches after the loop as well. */
const MUCH = 4096;

type Kind = 'stays' | 'once' | 'before' | 'after';

class Fission {
  private readonly kinds = new Map<KernelNode, Kind>();
  /** The nodes of the body that write a storage. */
  private readonly writers = new Map<Value, Set<KernelNode>>();
  private readonly readers = new Map<Value, Set<KernelNode>>();
  private readonly order: ReadonlyMap<KernelNode, number>;

  constructor(
    private readonly values: Value[],
    private readonly loop: LoopNode,
    /** Values that live within a step. */
    private readonly own: ReadonlySet<number>,
  ) {
    this.order = new Map(loop.body.map((node, i) => [node, i]));
    for (const node of loop.body) {
      for (const value of this.written(node)) add(this.writers, storageOf(value), node);
      for (const value of this.read(node)) add(this.readers, storageOf(value), node);
      this.kinds.set(node, 'stays');
    }
  }

  run(): Node[] {
    this.findBefore();
    this.findAfter();
    if ([...this.kinds.values()].every((kind) => kind === 'stays')) return [this.loop];
    const rename = this.promote();
    const of = (kind: Kind): KernelNode[] =>
      this.loop.body.filter((node) => this.kinds.get(node) === kind).map(rename);
    const body = of('stays');
    return [
      ...of('once'),
      ...of('before').map((node) => overTime(this.values, node, this.loop)),
      ...(body.length > 0 ? [{ ...this.loop, body }] : []),
      ...of('after').map((node) => overTime(this.values, node, this.loop)),
    ];
  }

  /** Marks what can and should be done before the loop. */
  private findBefore(): void {
    const possible = new Set<KernelNode>();
    const once = new Set<KernelNode>();
    for (const node of this.loop.body) {
      if (!this.mayMove(node)) continue;
      const read = this.read(node);
      const sources = read.flatMap((value) => [...this.writersOf(value)]);
      if (!sources.every((writer) => possible.has(writer) && this.isEarlier(writer, node))) continue;
      possible.add(node);
      const isConstant =
        read.every(({ origin }) => origin.kind !== 'step') &&
        sources.every((writer) => once.has(writer)) &&
        this.written(node).every(({ id }) => this.own.has(id));
      if (isConstant) once.add(node);
    }
    this.dropIncomplete(once);
    for (const node of once) this.kinds.set(node, 'once');
    // From the end, so that what a node needs is marked after it.
    for (const node of [...possible].reverse()) {
      if (once.has(node)) continue;
      const readers = this.readersOf(node);
      const isNeeded = [...readers].some((reader) => this.kinds.get(reader) === 'before');
      if (node.kind === 'matrix' || readers.size === 0 || isNeeded) this.kinds.set(node, 'before');
    }
  }

  /** Leaves only nodes that write whole values: what is written in part by other nodes differs from step to step. */
  private dropIncomplete(once: Set<KernelNode>): void {
    for (let before = -1; before !== once.size;) {
      before = once.size;
      for (const node of once) {
        const connected = [...this.written(node), ...this.read(node)].flatMap((value) => [
          ...this.writersOf(value),
        ]);
        if (connected.some((writer) => !once.has(writer))) once.delete(node);
      }
    }
  }

  /** Marks what can and should be done after the loop. */
  private findAfter(): void {
    const possible = new Set<KernelNode>();
    for (const node of [...this.loop.body].reverse()) {
      if (this.kinds.get(node) !== 'stays' || !this.mayMove(node)) continue;
      const readers = [...this.readersOf(node)];
      if (readers.every((reader) => possible.has(reader)) && this.canKeepInputs(node)) possible.add(node);
    }
    for (const node of this.loop.body) {
      if (!possible.has(node)) continue;
      const follows = this.read(node).some((value) =>
        [...this.writersOf(value)].some((writer) => this.kinds.get(writer) === 'after'),
      );
      if (follows || (node.kind === 'matrix' && this.isWorthKeepingInputs(node)))
        this.kinds.set(node, 'after');
    }
    // Reductions and the like go with the products, where their operands are kept anyway.
    const kept = new Set(this.toPromote());
    for (const node of [...possible].reverse()) {
      if (this.kinds.get(node) !== 'stays' || node.kind === 'matrix') continue;
      const readersAreAfter = [...this.readersOf(node)].every((reader) => this.kinds.get(reader) === 'after');
      const inputsAreKept = this.read(node).every((value) => !this.own.has(value.id) || kept.has(value.id));
      if (readersAreAfter && inputsAreKept && !this.isBestWhileFresh(node)) this.kinds.set(node, 'after');
    }
  }

  /** Whether moving the node could be told by its results: they must be its own, and not its operands. */
  private mayMove(node: KernelNode): boolean {
    const read = new Set(this.read(node).map(storageOf));
    return this.written(node).every(
      (value) => (value.origin.kind === 'step' || this.own.has(value.id)) && !read.has(storageOf(value)),
    );
  }

  /** Whether all that the node reads is still there after the loop, or can be kept. */
  private canKeepInputs(node: KernelNode): boolean {
    return this.read(node).every(
      (value) => value.origin.kind === 'step' || this.own.has(value.id) || this.writersOf(value).size === 0,
    );
  }

  /** Whether keeping operands over time costs less than what a product of all steps saves: its sum in memory. */
  private isWorthKeepingInputs(node: Extract<KernelNode, { kind: 'matrix' }>): boolean {
    const operands = [node.a, node.b].map(({ buffer }) => this.values[buffer]!);
    const kept = operands.reduce((sum, value) => sum + (this.own.has(value.id) ? value.size : 0), 0);
    return kept <= 2 * sizeOf([...node.batch, node.m, node.n]);
  }

  /**
   * Whether a step's work leaves little of much that it reads, as a sum over a batch does: it is done while that is still
   * in the caches. After the loop all of it would come from memory once more.
   */
  private isBestWhileFresh(node: KernelNode): boolean {
    const size = (list: readonly Value[]): number => list.reduce((sum, value) => sum + value.size, 0);
    const read = size(this.read(node));
    return read >= MUCH && 2 * size(this.written(node)) <= read;
  }

  /** Values of a step that must be kept for all steps. */
  private toPromote(): number[] {
    const moved = new Set<Kind>(['before', 'after']);
    const promoted = new Set<number>();
    for (const node of this.loop.body) {
      for (const value of [...this.read(node), ...this.written(node)]) {
        if (!this.own.has(value.id)) continue;
        const isOnce = [...this.writersOf(value)].some((writer) => this.kinds.get(writer) === 'once');
        if (isOnce) continue;
        const users = [...this.writersOf(value), ...(this.readers.get(value) ?? [])];
        const kinds = new Set(users.map((user) => this.kinds.get(user)!));
        if ([...kinds].some((kind) => moved.has(kind))) promoted.add(value.id);
      }
    }
    return [...promoted];
  }

  /** Gives values that leave their step a place for each step; the result puts those in the place of the values. */
  private promote(): (node: KernelNode) => KernelNode {
    const steps = new Map<number, number>();
    for (const id of this.toPromote()) {
      const { type, size } = this.values[id]!;
      const stack = this.create(type, size * this.loop.count, { kind: 'computed' });
      steps.set(id, this.create(type, size, { kind: 'step', of: stack, shift: 0 }).id);
    }
    return (node) =>
      rewriteNode(node, {
        window: (window) => {
          const step = steps.get(window.buffer);
          return step === undefined ? window : { ...window, buffer: step };
        },
      });
  }

  private create(type: Value['type'], size: number, origin: Value['origin']): Value {
    const value: Value = { id: this.values.length, type, size, origin };
    this.values.push(value);
    return value;
  }

  private isEarlier(a: KernelNode, b: KernelNode): boolean {
    return this.order.get(a)! < this.order.get(b)!;
  }

  private read(node: KernelNode): Value[] {
    return distinct(areasRead(node).map(({ window }) => this.values[window.buffer]!));
  }

  private written(node: KernelNode): Value[] {
    return distinct(areasWritten(node).map(({ window }) => this.values[window.buffer]!));
  }

  private writersOf(value: Value): ReadonlySet<KernelNode> {
    return this.writers.get(storageOf(value)) ?? new Set();
  }

  /** The nodes of the body that read what the node writes, in this step or another one. */
  private readersOf(node: KernelNode): Set<KernelNode> {
    return new Set(this.written(node).flatMap((value) => [...(this.readers.get(storageOf(value)) ?? [])]));
  }
}

const distinct = <T>(list: readonly T[]): T[] => [...new Set(list)];

function add(map: Map<Value, Set<KernelNode>>, key: Value, node: KernelNode): void {
  const known = map.get(key);
  if (known) known.add(node);
  else map.set(key, new Set([node]));
}
