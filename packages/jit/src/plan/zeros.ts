import { throughMap } from '../graph/affine.js';
import { areasWritten, inStorage } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import type { KernelNode, LoopNode } from '../graph/node.js';
import { meet, type Area } from '../graph/overlap.js';
import { passage } from '../graph/through.js';
import { storageOf, type Value } from '../graph/value.js';
import { storesOf } from '../graph/walk.js';
import type { Expression } from '../ir/expression.js';

/** What is written to the memory of one value, before a loop or in its first step. */
interface Write {
  /** Of a node in the body its place there; before the loop, below 0. */
  readonly at: number;
  readonly area: Area;
  /** What is written at each point of the area; undefined if that is not known. */
  readonly value: Expression | undefined;
}

/** Finds out what is zero in the first step of a loop: what was set to zero, and copies of it. */
export class Zeros {
  /** In order. */
  private readonly writes = new Map<Value, Write[]>();
  /** Where zeros may be: only there is it worth while to look closer. */
  private readonly candidates = new Set<Value>();

  constructor(
    private readonly graph: Graph,
    private readonly loop: LoopNode,
  ) {
    const position = graph.nodes.indexOf(loop);
    for (const [i, node] of graph.nodes.slice(0, position).entries()) {
      if (node.kind === 'loop') {
        for (const area of node.body.flatMap(areasWritten)) {
          this.add(inStorage(graph.values, area, node), i - position, undefined);
        }
      } else this.addStores(node, i - position);
    }
    for (const [i, node] of loop.body.entries()) this.addStores(node, i);
  }

  /** Whether all elements that the node at a place reads are zero. The answer may be a wrong no. */
  areZero(read: Area, at: number): boolean {
    const { storage, area } = this.inFirstStep(read);
    if (!this.candidates.has(storage)) return false;
    const met = this.writes.get(storage)!.filter((write) => write.at <= at && meet(write.area, area));
    const [other, last] = [met.at(-2), met.at(-1)];
    // Within a node, what is written and read in which order is not looked into.
    if (!last?.value || last.at === at || last.at === other?.at) return false;
    const { value } = last;
    if (value.kind !== 'load' && !isZero(value)) return false;
    const way = passage(last.area, area);
    if (!way) return false;
    if (value.kind !== 'load') return true;
    const extents = way.splits.flat();
    return this.areZero({ window: throughMap(value.window, way.map, extents.length), extents }, last.at);
  }

  private addStores(node: KernelNode, at: number): void {
    const areas = areasWritten(node);
    storesOf(node).forEach(({ value }, i) => this.add(this.inFirstStep(areas[i]!), at, value));
  }

  private add(
    { storage, area }: { storage: Value; area: Area },
    at: number,
    value: Expression | undefined,
  ): void {
    const write = { at, area, value };
    const list = this.writes.get(storage);
    if (list) list.push(write);
    else this.writes.set(storage, [write]);
    const mayBeZero =
      value?.kind === 'load'
        ? this.candidates.has(storageOf(this.graph.values[value.window.buffer]!))
        : value && isZero(value);
    if (mayBeZero) this.candidates.add(storage);
  }

  /** An access as the first step makes it: an area of the memory that the value lies in. */
  private inFirstStep({ window, extents }: Area): { storage: Value; area: Area } {
    const value = this.graph.values[window.buffer]!;
    const storage = storageOf(value);
    const first = this.loop.reverse ? this.loop.count - 1 : 0;
    const step = value.origin.kind === 'step' ? first + value.origin.shift : 0;
    const offset = window.offset + step * value.size;
    return { storage, area: { window: { ...window, buffer: storage.id, offset }, extents } };
  }
}

const isZero = (e: Expression): boolean => e.kind === 'constant' && e.value === 0;
