import { areasRead } from '../graph/access.js';
import type { RowNode } from '../graph/node.js';
import type { Area } from '../graph/overlap.js';
import { sizeOf } from '../graph/view.js';
import { rowsOf } from '../simplify/products.js';
import type { Schedule, Task } from './schedule.js';
import type { Link } from './siblings.js';

/** A product of few rows or columns, and another node that walks over the same matrix row by row. */
export interface Walk {
  /** In order. */
  readonly tasks: readonly [Task, Task];
  readonly nodes: readonly [RowNode, RowNode];
  readonly link: Link;
}

/** For a product that is one of few rows or columns, what it may share its walk with, the nearest first. */
export function walksWith(product: Task, schedule: Schedule): Walk[] {
  if (product.node.kind !== 'matrix') return [];
  const rows = rowsOf(product.node);
  if (!rows) return [];
  const distance = (task: Task): number => Math.abs(task.position - product.position);
  return areasRead(rows)
    .filter(isWhole)
    .flatMap((area) => [...schedule.usersOf(area.window.buffer)])
    .sort((a, b) => distance(a) - distance(b))
    .flatMap((other): Walk[] => {
      const { node } = other;
      if (node.kind !== 'row') return [];
      const isFirst = other.position < product.position;
      const nodes: Walk['nodes'] = isFirst ? [node, rows] : [rows, node];
      const link = linkOf(...nodes);
      return link ? [{ tasks: isFirst ? [other, product] : [product, other], nodes, link }] : [];
    });
}

/** Whether each point reads an element of its own. */
const isWhole = ({ window, extents }: Area): boolean =>
  extents.every((extent, d) => extent === 1 || window.strides[d] !== 0);

/** A matrix that both nodes read all of. */
function linkOf(a: RowNode, b: RowNode): Link | undefined {
  if (a.inner.length === 0 || b.inner.length === 0) return undefined;
  const areas = areasRead(b).filter(isWhole);
  for (const first of areasRead(a).filter(isWhole)) {
    const second = areas.find(
      ({ window, extents }) =>
        window.buffer === first.window.buffer &&
        window.offset === first.window.offset &&
        sizeOf(extents) === sizeOf(first.extents),
    );
    if (second) return { first, second };
  }
  return undefined;
}
