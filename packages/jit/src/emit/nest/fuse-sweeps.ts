import { rewriter } from '../../graph/rewrite.js';
import type { Expression, Window } from '../../ir/expression.js';
import { loadsOf, nodesOf, rootsOf, sameWindow } from './inspect.js';
import type { Nest, Sweep } from './nest.js';

/**
 * Makes neighbouring sweeps one where the second needs from the first only what that computes at the same point. So
 * the exponentials of a softmax are summed while they are stored, without being read again.
 */
export function fuseSweeps(nest: Nest): Nest {
  const sweeps: Sweep[] = [];
  for (const sweep of nest.sweeps) {
    const last = sweeps.at(-1);
    const fused = last && fuse(last, sweep);
    if (fused) sweeps[sweeps.length - 1] = fused;
    else sweeps.push(sweep);
  }
  return { ...nest, sweeps };
}

function fuse(first: Sweep, second: Sweep): Sweep | undefined {
  if (first.over !== second.over || !isIndependent(first, second)) return undefined;
  const stored = (window: Window): Expression | undefined =>
    first.stores.find((store) => sameWindow(store.window, window))?.value;
  const rewrite = rewriter({ load: (load) => stored(load.window) ?? load });
  return {
    over: first.over,
    accumulations: [
      ...first.accumulations,
      ...second.accumulations.map((each) => ({ ...each, value: rewrite(each.value) })),
    ],
    stores: [...first.stores, ...second.stores.map((store) => ({ ...store, value: rewrite(store.value) }))],
  };
}

/** Whether the second sweep may do its part at a point before the first has done the other points. */
function isIndependent(first: Sweep, second: Sweep): boolean {
  const computed = new Set(first.accumulations.map(({ index }) => index));
  const nodes = nodesOf(rootsOf(second));
  if (nodes.some((e) => e.kind === 'accumulator' && computed.has(e.index))) return false;
  const written = (sweep: Sweep, buffer: number) =>
    sweep.stores.filter(({ window }) => window.buffer === buffer).map(({ window }) => window);
  const reads = nodes.every((e) => {
    if (e.kind === 'gather') return written(first, e.window.buffer).length === 0;
    if (e.kind !== 'load') return true;
    const stores = written(first, e.window.buffer);
    return stores.length === 0 || (stores.length === 1 && sameWindow(stores[0]!, e.window));
  });
  const overwrites = loadsOf(rootsOf(first)).every((window) =>
    written(second, window.buffer).every((store) => sameWindow(store, window)),
  );
  return (
    reads && overwrites && second.stores.every(({ window }) => written(first, window.buffer).length === 0)
  );
}
