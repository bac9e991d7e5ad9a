import type { Expression } from '../../ir/expression.js';
import { withOperands } from '../../ir/inspect.js';
import type { Store } from '../../ir/kernel.js';
import { isChain } from './cost.js';
import { loadsOf, nodesOf, operandsOf, rootsOf } from './inspect.js';
import type { Nest, Sweep } from './nest.js';

/** Fewer points in a row are not worth several loops. */
const FEWEST = 16;

/**
 * Cuts an element-wise nest that computes several long functions at each point (the gates of an LSTM cell) into sweeps of one
 * function each, which hand over what they store: the numbers that a function needs then stay in registers, and more points
 * are under way at once.
 */
export function splitChains(nest: Nest): Nest {
  const { outer, inner, sweeps, given } = nest;
  const [sweep] = sweeps;
  const last = outer.length - 1;
  if (inner.length > 0 || sweeps.length !== 1 || last < 0 || given === last) return nest;
  if (outer[last]! < FEWEST) return nest;
  const parts = partsOf(sweep!, last);
  return parts.length > 1
    ? { ...nest, outer: outer.slice(0, -1), inner: outer.slice(-1), sweeps: parts }
    : nest;
}

/** The sweep in parts of one long function each; in one part if that would compute a function twice. */
function partsOf(sweep: Sweep, lane: number): Sweep[] {
  const values = rootsOf(sweep);
  const written = new Set(sweep.stores.map(({ window }) => window.buffer));
  if (loadsOf(values).some(({ buffer }) => written.has(buffer))) return [sweep];
  const chainsIn = (roots: readonly Expression[]): number =>
    nodesOf(roots).filter((e) => isChain(e, lane)).length;
  /** What earlier parts have stored. */
  const stored = new Map<Expression, Expression>();
  const parts: Store[][] = [];
  let open: Store[] = [];
  for (const store of sweep.stores) {
    const together = handingOver(stored)([...open, store]);
    if (chainsIn(together.map(({ value }) => value)) > 1 && open.length > 0) {
      parts.push(handingOver(stored)(open));
      for (const { type, window, value } of open) stored.set(value, { kind: 'load', type, window });
      open = [];
    }
    open.push(store);
  }
  parts.push(handingOver(stored)(open));
  const total = parts.reduce((sum, stores) => sum + chainsIn(stores.map(({ value }) => value)), 0);
  if (total > chainsIn(values)) return [sweep];
  return parts.map((stores) => ({ over: 'all', accumulations: [], stores }));
}

/** Puts loads in place of what is stored. */
function handingOver(stored: ReadonlyMap<Expression, Expression>): (stores: readonly Store[]) => Store[] {
  const done = new Map<Expression, Expression>();
  const rewrite = (e: Expression): Expression => {
    const result = done.get(e) ?? stored.get(e) ?? withOperands(e, operandsOf(e).map(rewrite));
    done.set(e, result);
    return result;
  };
  return (stores) => stores.map((store) => ({ ...store, value: rewrite(store.value) }));
}
