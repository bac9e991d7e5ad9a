import type { Graph } from '../graph/graph.js';
import { storageOf, type Value } from '../graph/value.js';
import { readsOf, writesOf } from '../graph/walk.js';

export interface Lifetime {
  from: number;
  to: number;
}

/**
 * When each stored value of the arena is needed, in positions of the flattened node list. A value that a loop shares
 * with the rest of the program (or with its own next step) is needed during the whole loop; one that is written and
 * read within a step, between the two only.
 *
 * @param apart whether all that a loop uses keeps its memory during the whole loop, so that threads that are at different
 *   places of it do not meet
 */
export function lifetimesOf(graph: Graph, apart = false): Map<Value, Lifetime> {
  const lifetimes = new Map<Value, Lifetime>();
  const touch = (value: Value, from: number, to = from): void => {
    const lifetime = lifetimes.get(value);
    if (!lifetime) {
      lifetimes.set(value, { from, to });
    } else {
      lifetime.from = Math.min(lifetime.from, from);
      lifetime.to = Math.max(lifetime.to, to);
    }
  };
  const accesses = (ids: Iterable<number>): Value[] => [...ids].map((id) => graph.values[id]!);
  let position = 0;
  /** For each stored value, the loop it was met in so far; undefined once it was met anywhere else. */
  const home = new Map<Value, number | undefined>();
  const loops: { from: number; to: number }[] = [];
  const meet = (value: Value, loop: number | undefined): void => {
    const storage = storageOf(value);
    // What was there before the first step is needed by every one.
    const shared = apart || storage !== value || isGiven(storage);
    const place = shared ? undefined : loop;
    if (!home.has(storage)) home.set(storage, place);
    else if (home.get(storage) !== place) home.set(storage, undefined);
    if (loop !== undefined) (usedIn.get(storage) ?? usedIn.set(storage, new Set()).get(storage)!).add(loop);
    touch(storage, position);
  };
  const usedIn = new Map<Value, Set<number>>();
  for (const node of graph.nodes) {
    const body = node.kind === 'loop' ? node.body : [node];
    const loop = node.kind === 'loop' ? loops.length : undefined;
    const from = position;
    for (const inner of body) {
      for (const value of accesses([...readsOf(inner), ...writesOf(inner)])) meet(value, loop);
      position++;
    }
    if (loop !== undefined) loops.push({ from, to: position - 1 });
  }
  for (const [storage, used] of usedIn) {
    if (home.get(storage) !== undefined) continue;
    for (const loop of used) touch(storage, loops[loop]!.from, loops[loop]!.to);
  }
  for (const output of graph.outputs) touch(output, position);
  for (const [value, lifetime] of lifetimes) {
    if (isGiven(value)) lifetime.from = -1;
  }
  return lifetimes;
}

/** Arguments and numbers read anew are written before the first step of a program. */
function isGiven({ origin }: Value): boolean {
  return origin.kind === 'argument' || origin.kind === 'dynamic';
}
