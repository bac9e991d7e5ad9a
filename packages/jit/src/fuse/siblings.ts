import { areasRead, extentsOf } from '../graph/access.js';
import { windowKey } from '../graph/intern.js';
import type { RowNode } from '../graph/node.js';
import type { Area } from '../graph/overlap.js';
import { rowMajorStrides, sizeOf } from '../graph/view.js';
import type { Task } from './schedule.js';

/** Two ways through a value, in an earlier node and in a later one. */
export interface Link {
  readonly first: Area;
  readonly second: Area;
}

/**
 * Ways in which two nodes that do not use each other's results may belong together: they read the same value, or run
 * over index spaces of the same size.
 */
export function siblingLinks(a: RowNode, b: RowNode): Link[] {
  const links = new Map<string, Link>();
  for (const first of areasRead(a)) {
    for (const second of areasRead(b)) {
      // Only what many points read tells how the spaces lie to each other.
      if (first.window.buffer !== second.window.buffer || first.window.strides.every((s) => s === 0))
        continue;
      links.set(`${windowKey(first.window)} ${windowKey(second.window)}`, { first, second });
    }
  }
  const shapes = (node: RowNode): Area[] => [
    inOrder(node, extentsOf(node).length),
    ...(node.inner.length > 0 ? [inOrder(node, node.outer.length)] : []),
  ];
  for (const first of shapes(a)) {
    for (const second of shapes(b)) {
      if (sizeOfArea(first) === sizeOfArea(second)) {
        links.set(`${windowKey(first.window)} ${windowKey(second.window)}`, { first, second });
      }
    }
  }
  return [...links.values()];
}

/** What stands for the value of a link that is none: points are numbered in order. */
const NUMBER = -1;

/** The first dimensions of the node's space, numbered row by row. */
function inOrder(node: RowNode, rank: number): Area {
  const extents = extentsOf(node);
  const strides = [...rowMajorStrides(extents.slice(0, rank)), ...extents.slice(rank).map(() => 0)];
  return { window: { buffer: NUMBER, offset: 0, strides }, extents };
}

function sizeOfArea({ window, extents }: Area): number {
  return sizeOf(extents.filter((_, d) => window.strides[d] !== 0));
}

/** Pairs of row nodes that may belong together, the likelier first; each in order. */
export function siblings(tasks: readonly Task[]): [Task, Task][] {
  const groups = new Map<string, Task[]>();
  const put = (key: string, task: Task): void => {
    const group = groups.get(key);
    if (!group) groups.set(key, [task]);
    else if (group.at(-1) !== task) group.push(task);
  };
  for (const task of tasks) {
    const { node } = task;
    if (node.kind !== 'row') continue;
    for (const { window, extents } of areasRead(node)) {
      if (sizeOf(extents.filter((_, d) => window.strides[d] !== 0)) > 1) put(`value ${window.buffer}`, task);
    }
    put(`points ${sizeOf(extentsOf(node))}`, task);
    if (node.inner.length > 0) put(`points ${sizeOf(node.outer)}`, task);
  }
  const pairs: [Task, Task][] = [];
  for (const group of groups.values()) {
    for (let i = 0; i + 1 < group.length; i++) pairs.push([group[i]!, group[i + 1]!]);
  }
  return pairs;
}
