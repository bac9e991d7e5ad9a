import { extentsOf } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import type { KernelNode, LoopNode } from '../graph/node.js';
import { storageOf, type Value } from '../graph/value.js';
import { kernelNodes, readsOf, writesOf } from '../graph/walk.js';
import type { Call, Loop, Place, Step } from '../ir/program.js';

/** Less of a loop's work than this is not worth calls of their own for the last step. */
const WORTH_WHILE = 0.1;

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
  const work = (list: readonly KernelNode[]): number => list.reduce((sum, node) => sum + pointsOf(node), 0);
  const isWorthWhile = work(loop.body.filter((_, i) => needless.has(i))) >= WORTH_WHILE * work(loop.body);
  return isWorthWhile ? needless : new Set();
}

function pointsOf(node: KernelNode): number {
  return extentsOf(node).reduce((points, extent) => points * extent, node.kind === 'matrix' ? node.k : 1);
}

/** A loop whose last step is done apart from it, without what is needless there. */
export function withoutNeedless({ count, reverse, body }: Loop, needless: ReadonlySet<number>): Step[] {
  const calls = body as readonly Call[];
  const move = (call: Call, to: (place: Place) => Place): Call => ({ ...call, places: call.places.map(to) });
  const at = (place: Place, step: number): number => place.address + step * place.stride;
  // A loop that runs backwards comes to step 0 last, so what is left of it begins at step 1.
  const others = reverse
    ? calls.map((call) => move(call, (place) => ({ ...place, address: at(place, 1) })))
    : calls;
  const last = reverse ? 0 : count - 1;
  return [
    { kind: 'loop', count: count - 1, reverse, body: others },
    ...calls
      .filter((_, i) => !needless.has(i))
      .map((call) => move(call, (place) => ({ ...place, address: at(place, last), stride: 0 }))),
  ];
}
