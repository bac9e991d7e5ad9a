import { areasRead, areasWritten, inStorage } from '../graph/access.js';
import type { KernelNode, Node } from '../graph/node.js';
import { mayMeet, type Area } from '../graph/overlap.js';
import { storageOf, type Value } from '../graph/value.js';

/** A node in an order that is still open, with what must run before and after it. */
export interface Task {
  readonly node: Node;
  position: number;
  readonly before: Set<Task>;
  readonly after: Set<Task>;
  /** The values it touches. */
  readonly values: ReadonlySet<number>;
}

interface Access {
  readonly task: Task;
  readonly area: Area;
  readonly isWrite: boolean;
}

/** Farther apart than this, nodes are not brought together: it keeps the work linear in the number of nodes. */
const FARTHEST = 600;

/**
 * A list of nodes with the order that their accesses to memory demand, in which two nodes can become one.
 */
export class Schedule {
  private readonly order: (Task | undefined)[];
  /** The tasks that touch a value, by its id. */
  private readonly users = new Map<number, Set<Task>>();

  constructor(
    private readonly values: readonly Value[],
    nodes: readonly Node[],
  ) {
    const accesses = new Map<Value, Access[]>();
    this.order = nodes.map((node, position) => {
      const accessed = accessesOf(values, node);
      const task: Task = { node, position, before: new Set(), after: new Set(), values: touchedBy(accessed) };
      for (const { area, isWrite } of accessed) {
        const access: Access = { task, area, isWrite };
        const storage = storageOf(values[access.area.window.buffer]!);
        const earlier = accesses.get(storage) ?? [];
        accesses.set(storage, earlier);
        for (const other of earlier) {
          if (other.task === task || task.before.has(other.task)) continue;
          if (!access.isWrite && !other.isWrite) continue;
          if (mayMeet(values, other.area, access.area)) this.connect(other.task, task);
        }
        earlier.push(access);
      }
      this.use(task);
      return task;
    });
  }

  /** All tasks, in an order that respects what each needs. */
  tasks(): Task[] {
    return this.order.flatMap((task) => task ?? []);
  }

  nodes(): Node[] {
    return this.tasks().map(({ node }) => node);
  }

  usersOf(value: number): ReadonlySet<Task> {
    return this.users.get(value) ?? new Set();
  }

  /** Whether the two (the first one being earlier) can run as one. */
  canJoin(first: Task, second: Task): boolean {
    if (first.position >= second.position) throw new Error('internal: tasks to be joined are out of order');
    if (second.position - first.position > FARTHEST) return false;
    return this.dependents(first, second) !== undefined;
  }

  /** The task of a node that does what both did; the two must be joinable, the first one being earlier. */
  join(first: Task, second: Task, node: KernelNode): Task {
    const dependents = this.dependents(first, second)!;
    const touched = touchedBy(accessesOf(this.values, node));
    const joined: Task = { node, position: 0, before: new Set(), after: new Set(), values: touched };
    for (const old of [first, second]) {
      for (const task of old.before) {
        task.after.delete(old);
        if (task !== first && task !== second) this.connect(task, joined);
      }
      for (const task of old.after) {
        task.before.delete(old);
        if (task !== first && task !== second) this.connect(joined, task);
      }
    }
    const between = this.order.slice(first.position, second.position + 1);
    const others = between.filter((task) => task && task !== first && task !== second) as Task[];
    const placed: (Task | undefined)[] = [
      ...others.filter((task) => !dependents.has(task)),
      joined,
      ...others.filter((task) => dependents.has(task)),
    ];
    for (let i = 0; i < between.length; i++) {
      const task = placed[i];
      this.order[first.position + i] = task;
    }
    const start = first.position;
    placed.forEach((task, i) => (task!.position = start + i));
    this.replaceUsers(first, second, joined);
    return joined;
  }

  private replaceUsers(first: Task, second: Task, joined: Task): void {
    for (const old of [first, second]) {
      for (const value of old.values) this.users.get(value)?.delete(old);
    }
    this.use(joined);
  }

  private connect(earlier: Task, later: Task): void {
    earlier.after.add(later);
    later.before.add(earlier);
  }

  private use(task: Task): void {
    for (const value of task.values) {
      const users = this.users.get(value);
      if (users) users.add(task);
      else this.users.set(value, new Set([task]));
    }
  }

  /** What depends on the first task and lies before the second; undefined if the second depends on any of it. */
  private dependents(first: Task, second: Task): Set<Task> | undefined {
    const found = new Set<Task>();
    const open = [...first.after].filter((task) => task !== second);
    while (open.length > 0) {
      const task = open.pop()!;
      if (task.position > second.position || found.has(task)) continue;
      if (task === second) return undefined;
      found.add(task);
      open.push(...task.after);
    }
    return found;
  }
}

function accessesOf(values: readonly Value[], node: Node): Omit<Access, 'task'>[] {
  const own = (kernel: KernelNode, place: (area: Area) => Area): Omit<Access, 'task'>[] => [
    ...areasRead(kernel).map((area) => ({ area: place(area), isWrite: false })),
    ...areasWritten(kernel).map((area) => ({ area: place(area), isWrite: true })),
  ];
  if (node.kind !== 'loop') return own(node, (area) => area);
  return node.body.flatMap((kernel) => own(kernel, (area) => inStorage(values, area, node).area));
}

const touchedBy = (accesses: readonly { readonly area: Area }[]): Set<number> =>
  new Set(accesses.map(({ area }) => area.window.buffer));
