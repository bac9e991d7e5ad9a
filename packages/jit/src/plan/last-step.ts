import type { Graph } from '../graph/graph.js';
import type { LoopNode } from '../graph/node.js';
import { storageOf, type Value } from '../graph/value.js';
import { kernelNodes, readsOf, writesOf } from '../graph/walk.js';
import { isWorthApart, workOf } from './steps-apart.js';

/**
 * What need not be done in the last step of a loop, by the places in its body: all that only a further step would use. The
 * gradients of the first state, where a backward loop ends, are most often of no use.
 */
export function needlessAtEnd({ nodes, values, outputs }: Graph, loop: LoopNode): ReadonlySet<number> {
  const storages = (ids: ReadonlySet<number>): Value[] => [...ids].map((id) => storageOf(values[id]!));
  const later = kernelNodes(nodes.slice(nodes.indexOf(loop) + 1));
  const needed = new Set([...outputs.map(storageOf), ...later.flatMap((node) => storages(readsOf(node)))]);
  const needless = new Set<number>();
  for (const [i, node] of [...loop.body.entries()].reverse()) {
    const isNeeded = storages(writesOf(node)).some(
      (storage) => storage.origin.kind !== 'computed' || needed.has(storage),
    );
    if (isNeeded) for (const storage of storages(readsOf(node))) needed.add(storage);
    else needless.add(i);
  }
  const spared = workOf(loop.body.filter((_, i) => needless.has(i)));
  return isWorthApart(spared, loop.body) ? needless : new Set();
}
