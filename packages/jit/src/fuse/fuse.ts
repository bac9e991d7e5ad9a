import { areasRead, areasWritten, operandAreas } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import { Interner, windowKey } from '../graph/intern.js';
import type { KernelNode, MatrixNode, Node, RowNode } from '../graph/node.js';
import { mayMeet } from '../graph/overlap.js';
import type { Value } from '../graph/value.js';
import { readsOf, writesOf } from '../graph/walk.js';
import { simplifyRow } from '../simplify/dimensions.js';
import { compact } from './compact.js';
import { Decisions } from './decisions.js';
import { epilogueOf, extendEpilogue, withEpilogue } from './epilogue.js';
import { estimate } from './estimate.js';
import { merge } from './merge.js';
import { joinPointwise } from './pointwise.js';
import { privateValues } from './privacy.js';
import { Schedule, type Task } from './schedule.js';
import { siblingLinks, siblings, type Link } from './siblings.js';
import { walksWith, type Walk } from './walks.js';

/**
 * Brings nodes together that use each other's results, or the same operands, where one kernel is faster than two: most
 * values then never reach memory.
 */
export function fuse(graph: Graph, decisions = new Decisions()): Graph {
  const own = privateValues(graph);
  const list = (nodes: readonly Node[], name: string): Node[] =>
    new Fusion(graph.values, nodes, own.get(nodes)!, name, decisions).run();
  const nodes = list(graph.nodes, 'outside').map((node, i): Node =>
    node.kind === 'loop'
      ? {
          ...node,
          body: fuseBody(node.body, own.get(node.body)!, (body) => list(body, `loop ${i}`) as KernelNode[]),
        }
      : node,
  );
  return { ...graph, nodes };
}

/** What became of the bodies of loops, and the values that were their own. */
const bodies = new WeakMap<
  readonly KernelNode[],
  { own: ReadonlySet<number>; fused: readonly KernelNode[] }
>();

/** Loops whose bodies are the same, for sequences of other lengths, are fused once. */
function fuseBody(
  body: readonly KernelNode[],
  own: ReadonlySet<number>,
  fuse: (body: readonly KernelNode[]) => readonly KernelNode[],
): readonly KernelNode[] {
  const known = bodies.get(body);
  if (known && known.own.size === own.size && [...own].every((id) => known.own.has(id))) return known.fused;
  const fused = fuse(body);
  bodies.set(body, { own, fused });
  return fused;
}

/** How many ways through common values are tried for a pair of nodes. */
const MOST_LINKS = 3;

/** More values than these in one kernel cost more than another call: each has a pointer that runs along. */
const MOST_VALUES = 40;

const isModest = (node: KernelNode): boolean =>
  new Set([...readsOf(node), ...writesOf(node)]).size <= MOST_VALUES;

class Fusion {
  private readonly schedule: Schedule;
  private readonly costs = new Map<KernelNode, number>();
  private readonly interner = new Interner();
  private readonly failures = new Map<KernelNode, Set<string>>();
  /** What nodes were made of, by their places in the list. */
  private readonly names = new Map<Node, string>();

  constructor(
    private readonly values: readonly Value[],
    nodes: readonly Node[],
    private readonly own: ReadonlySet<number>,
    name: string,
    private readonly decisions: Decisions,
  ) {
    this.schedule = new Schedule(values, nodes);
    nodes.forEach((node, i) => this.names.set(node, `${name} ${i}`));
  }

  run(): Node[] {
    for (const task of this.schedule.tasks()) this.joinWithProducers(task);
    this.joinSiblings();
    this.joinWalks();
    return this.schedule.nodes();
  }

  /** Joins a task with those that compute what it reads, the nearest first, as long as that pays. */
  private joinWithProducers(start: Task): void {
    let task: Task | undefined = start;
    while (task) task = this.joinWithOne(task);
  }

  private joinWithOne(task: Task): Task | undefined {
    const producers = [...task.before].sort((a, b) => b.position - a.position);
    for (const producer of producers) {
      const joined = this.tryJoin(producer, task, flows);
      if (joined) return joined;
    }
    return undefined;
  }

  /** Joins tasks that do similar things side by side. */
  private joinSiblings(): void {
    for (let found = true; found;) {
      found = false;
      const gone = new Set<Task>();
      for (const pair of siblings(this.schedule.tasks())) {
        if (pair.some((task) => gone.has(task))) continue;
        // Joining others may have changed their order.
        const [first, second] = pair.sort((a, b) => a.position - b.position);
        if (!this.tryJoin(first!, second!, siblingLinks)) continue;
        gone.add(first!).add(second!);
        found = true;
      }
    }
  }

  /** Joins products of few rows or columns with what walks over the same matrix, which then is loaded once. */
  private joinWalks(): void {
    for (const task of this.schedule.tasks()) {
      walksWith(task, this.schedule).some((walk) => this.tryWalk(walk));
    }
  }

  private tryWalk({ tasks: [first, second], nodes: [a, b], link }: Walk): boolean {
    if (!this.schedule.canJoin(first, second)) return false;
    const name = `walk (${this.names.get(first.node)} ${this.names.get(second.node)})`;
    const joined = this.decisions.try(
      name,
      () => this.asRows(a, b, link, () => false),
      (joined) => isModest(joined) && this.costOf(joined) < this.costOf(a) + this.costOf(b),
    );
    if (!joined) return false;
    this.names.set(joined, name);
    this.schedule.join(first, second, joined);
    return true;
  }

  private tryJoin(first: Task, second: Task, linksOf: (a: RowNode, b: RowNode) => Link[]): Task | undefined {
    const [a, b] = [first.node, second.node];
    if (a.kind === 'loop' || b.kind !== 'row') return undefined;
    const links = linksOf(a as RowNode, b).filter((link) => !this.hasFailed(a, b, link));
    if (links.length === 0 || !this.schedule.canJoin(first, second)) return undefined;
    const isTemporary = (value: number): boolean =>
      this.own.has(value) &&
      [...this.schedule.usersOf(value)].every((user) => user === first || user === second);
    const name = `(${this.names.get(a)} ${this.names.get(b)})`;
    const join = (node: KernelNode): Task => {
      this.names.set(node, name);
      return this.schedule.join(first, second, node);
    };
    const pointwise =
      a.kind === 'row' &&
      this.decisions.try(name, () => joinPointwise(this.values, a, b, isTemporary), isModest);
    if (pointwise) return join(pointwise);
    for (const [i, link] of links.slice(0, MOST_LINKS).entries()) {
      const node = this.decisions.try<KernelNode>(
        `${name} ${i} ${link.first.window.buffer}`,
        () =>
          a.kind === 'matrix'
            ? this.withinMatrix(a, b, link, isTemporary)
            : this.asRows(a, b, link, isTemporary),
        (joined) => isModest(joined) && this.costOf(joined) < this.costOf(a) + this.costOf(b),
      );
      if (node) return join(node);
      this.remember(a, b, link);
    }
    return undefined;
  }

  /** What could not join a node, or did not pay, is not tried again when more has joined it in the meantime. */
  private remember(a: KernelNode, b: RowNode, link: Link): void {
    const failures = this.failures.get(a);
    const key = keyOf(b, link);
    if (failures) failures.add(key);
    else this.failures.set(a, new Set([key]));
  }

  private hasFailed(a: KernelNode, b: RowNode, link: Link): boolean {
    return this.failures.get(a)?.has(keyOf(b, link)) ?? false;
  }

  private asRows(
    a: RowNode,
    b: RowNode,
    { first, second }: Link,
    isTemporary: (value: number) => boolean,
  ): RowNode | undefined {
    const merged = merge(this.values, a, b, first, second);
    if (!merged) return undefined;
    const { node, isCut } = merged;
    const compacted = compact(node, isTemporary, this.interner);
    // Dimensions that were cut to tell how the nodes belong together may be one again, as may rows and their elements.
    return isCut || compacted.inner.length < node.inner.length ? simplifyRow(compacted) : compacted;
  }

  private withinMatrix(
    a: MatrixNode,
    b: RowNode,
    { first, second }: Link,
    isTemporary: (value: number) => boolean,
  ): MatrixNode | undefined {
    const operands = operandAreas(a);
    const overwrites = areasWritten(b).some((written) =>
      operands.some(
        (operand) =>
          operand.window.buffer === written.window.buffer || mayMeet(this.values, written, operand),
      ),
    );
    if (overwrites) return undefined;
    const extended = extendEpilogue(this.values, a, b, first, second);
    return extended && withEpilogue(extended.matrix, compact(extended.epilogue, isTemporary, this.interner));
  }

  private costOf(node: KernelNode): number {
    let cost = this.costs.get(node);
    if (cost === undefined) {
      cost = estimate(node.kind === 'matrix' ? epilogueOf(node) : node);
      this.costs.set(node, cost);
    }
    return cost;
  }
}

/** The ways by which elements that the first node stores reach the second. */
function flows(a: KernelNode, b: KernelNode): Link[] {
  const links = new Map<string, Link>();
  for (const first of areasWritten(a)) {
    for (const second of areasRead(b)) {
      if (second.window.buffer !== first.window.buffer) continue;
      links.set(`${windowKey(first.window)} ${windowKey(second.window)}`, { first, second });
    }
  }
  return [...links.values()];
}

function keyOf(b: RowNode, { first, second }: Link): string {
  return `${b.outer.join()}/${b.inner.join()} ${windowKey(first.window)} ${windowKey(second.window)}`;
}
