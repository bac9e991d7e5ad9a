import { constant } from '../../ir/build.js';
import { reductionIdentity } from '../../ir/interpret.js';
import { nodesOf, rootsOf, windowsOf } from './inspect.js';
import { rewriteSweeps, type Nest } from './nest.js';

/**
 * Brings a nest to the fewest dimensions: those of extent 1 fall away, and dimensions that all windows step through
 * like one dimension become one. What is empty becomes a constant. Gives undefined if nothing is left to do.
 */
export function simplify(nest: Nest): Nest | undefined {
  if (nest.outer.includes(0)) return undefined;
  return mergeDimensions(sortDimensions(dropOnes(nest.inner.includes(0) ? withoutInner(nest) : nest)));
}

/** Over nothing, accumulators keep their identity and nothing is stored. */
function withoutInner(nest: Nest): Nest {
  const types = new Map(
    nest.sweeps.flatMap(({ accumulations }) =>
      accumulations.map(({ index, reduction }) => [index, reductionIdentity[reduction]] as const),
    ),
  );
  const sweeps = rewriteSweeps(
    nest.sweeps.filter(({ over }) => over === 'outer'),
    {
      accumulator: ({ type, index }) => constant(type, types.get(index)!),
      window: (window) => ({ ...window, strides: window.strides.slice(0, nest.outer.length) }),
    },
  );
  return { ...nest, inner: [], sweeps };
}

/** The dimensions to keep, in their new order. */
function select(nest: Nest, outer: readonly number[], inner: readonly number[]): Nest {
  const order = [...outer, ...inner];
  const extents = [...nest.outer, ...nest.inner];
  const sweeps = rewriteSweeps(nest.sweeps, {
    window: (window) => ({ ...window, strides: order.map((d) => window.strides[d]!) }),
    index: (index) => {
      const dimension = order.indexOf(index.dimension);
      return dimension < 0 ? constant('int32', 0) : { ...index, dimension };
    },
  });
  return {
    ...nest,
    outer: outer.map((d) => extents[d]!),
    inner: inner.map((d) => extents[d]!),
    sweeps,
    given: nest.given === undefined ? undefined : order.indexOf(nest.given),
  };
}

function dropOnes(nest: Nest): Nest {
  const kept = [...nest.outer, ...nest.inner].flatMap((extent, d) =>
    extent === 1 && d !== nest.given ? [] : [d],
  );
  const rank = nest.outer.length;
  return select(
    nest,
    kept.filter((d) => d < rank),
    kept.filter((d) => d >= rank),
  );
}

/** Large strides outside, as memory lies; the position an arg reduction gives depends on the order, though. */
function sortDimensions(nest: Nest): Nest {
  const windows = nest.sweeps.flatMap(windowsOf);
  const stride = (d: number): number => windows.reduce((sum, { strides }) => sum + Math.abs(strides[d]!), 0);
  const sorted = (dimensions: readonly number[]): number[] =>
    [...dimensions].sort((a, b) => stride(b) - stride(a));
  const rank = nest.outer.length;
  const inner = nest.inner.map((_, i) => rank + i);
  const ordered = nest.sweeps.some(({ accumulations }) =>
    accumulations.some(({ reduction }) => reduction === 'argMax' || reduction === 'argMin'),
  );
  return select(nest, sorted(nest.outer.map((_, d) => d)), ordered ? inner : sorted(inner));
}

function mergeDimensions(nest: Nest): Nest {
  const windows = nest.sweeps.flatMap(windowsOf);
  const indexed = new Set(
    nodesOf(nest.sweeps.flatMap(rootsOf)).flatMap((e) => (e.kind === 'index' ? [e.dimension] : [])),
  );
  const extents = [...nest.outer, ...nest.inner];
  const rank = nest.outer.length;
  /** Whether d and d + 1 are stepped through like one dimension. */
  const joins = (d: number): boolean =>
    d + 1 !== rank &&
    d !== nest.given &&
    d + 1 !== nest.given &&
    !indexed.has(d) &&
    !indexed.has(d + 1) &&
    windows.every(({ strides }) => strides[d] === strides[d + 1]! * extents[d + 1]!);
  const d = extents.findIndex((_, d) => d + 1 < extents.length && joins(d));
  if (d < 0) return nest;
  const merged = select(
    nest,
    nest.outer.map((_, i) => i).filter((i) => i !== d),
    nest.inner.map((_, i) => rank + i).filter((i) => i !== d),
  );
  const extent = extents[d]! * extents[d + 1]!;
  const replace = (list: readonly number[], at: number): number[] =>
    list.map((e, i) => (i === at ? extent : e));
  // What was d + 1 is d now.
  return mergeDimensions(
    d < rank
      ? { ...merged, outer: replace(merged.outer, d) }
      : { ...merged, inner: replace(merged.inner, d - rank) },
  );
}
