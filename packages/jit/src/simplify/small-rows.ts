import { areasReadIn } from '../graph/access.js';
import type { Graph } from '../graph/graph.js';
import { windowKey } from '../graph/intern.js';
import { mapKernels } from '../graph/map.js';
import type { RowNode } from '../graph/node.js';
import { meetInRow } from '../graph/overlap.js';
import { rewriter } from '../graph/rewrite.js';
import { sizeOf } from '../graph/view.js';
import { binary, cast, constant, select } from '../ir/build.js';
import type { Expression, Window } from '../ir/expression.js';
import { sameWindow } from '../ir/inspect.js';
import type { Reduction, Store } from '../ir/kernel.js';

/** Rows of at most so many elements are written out. */
const FEW_ELEMENTS = 4;

/**
 * Rows of a few elements are written out element by element, reductions as formulas: the node becomes an element-wise
 * one over its rows, which can join others. (The softmax over the taps of a shift is such a row.)
 */
export function unrollSmallRows(graph: Graph): Graph {
  return mapKernels(graph, (node) =>
    node.kind === 'row' && node.inner.length > 0 && sizeOf(node.inner) <= FEW_ELEMENTS
      ? (unrollRows(node) ?? node)
      : node,
  );
}

/**
 * The node without inner dimensions: one pass that computes everything from what was in memory before. Undefined if a
 * row reads what it wrote in a way that cannot be followed.
 */
export function unrollRows(node: RowNode): RowNode | undefined {
  const rank = node.outer.length;
  const points = pointsOf(node.inner);
  const accumulators = new Map<number, Expression>();
  /** What the row has stored so far, by window. */
  const stored = new Map<string, Store>();
  let possible = true;
  const follow = (load: Load): Expression => {
    const last = stored.get(windowKey(load.window));
    if (last) return last.value;
    const area = { window: load.window, extents: node.outer };
    possible &&= [...stored.values()].every(
      ({ window }) => !meetInRow(area, { window, extents: node.outer }, rank),
    );
    return load;
  };
  const at = (point: readonly number[]) => {
    const window = ({ buffer, offset, strides }: Window): Window => ({
      buffer,
      offset: point.reduce((sum, index, d) => sum + index * strides[rank + d]!, offset),
      strides: strides.slice(0, rank),
    });
    const rewrite = rewriter({
      window,
      load: (e) => follow({ ...e, window: window(e.window) }),
      gather: (e) => {
        possible &&= ![...stored.values()].some((store) => store.window.buffer === e.window.buffer);
        return e;
      },
      index: (e) => (e.dimension < rank ? e : constant('int32', point[e.dimension - rank]!)),
      accumulator: (e) => accumulators.get(e.index)!,
    });
    return { window, rewrite };
  };
  for (const pass of node.passes) {
    const places = (pass.kind === 'store' && pass.over === 'outer' ? points.slice(0, 1) : points).map(at);
    if (pass.kind === 'accumulate') {
      pass.accumulators.forEach(({ reduction, value }, i) => {
        const values = places.map(({ rewrite }) => rewrite(value));
        accumulators.set(pass.first + i, reduced(reduction, values));
      });
      continue;
    }
    const stores = places.flatMap(({ window, rewrite }) =>
      pass.stores.map((store) => ({ ...store, window: window(store.window), value: rewrite(store.value) })),
    );
    for (const store of stores) stored.set(windowKey(store.window), store);
  }
  const stores = [...stored.values()];
  if (!possible || !isInOrder(stores, node.outer)) return undefined;
  return { ...node, inner: [], passes: [{ kind: 'store', over: 'all', stores }] };
}

type Load = Extract<Expression, { kind: 'load' }>;

/** Whether no store changes what another one loads. */
function isInOrder(stores: readonly Store[], extents: readonly number[]): boolean {
  const loads = areasReadIn(
    stores.map(({ value }) => value),
    extents,
  );
  return stores.every(({ window }) =>
    loads.every(
      (load) => sameWindow(load.window, window) || !meetInRow(load, { window, extents }, extents.length),
    ),
  );
}

function pointsOf(extents: readonly number[]): number[][] {
  return extents.reduce<number[][]>(
    (list, extent) => list.flatMap((point) => Array.from({ length: extent }, (_, i) => [...point, i])),
    [[]],
  );
}

/** The reduction of some values as a formula. */
function reduced(reduction: Reduction, values: readonly Expression[]): Expression {
  const { type } = values[0]!;
  switch (reduction) {
    case 'sum':
      return values.reduce((sum, x) => binary('add', sum, x));
    case 'prod':
      return values.reduce((product, x) => binary('mul', product, x));
    case 'max':
    case 'min':
      return values.reduce((best, x) => binary(reduction, best, x));
    case 'any':
    case 'all': {
      const tests = values.map((x) => (type === 'bool' ? x : binary('notEqual', x, constant(type, 0))));
      return cast(
        type,
        tests.reduce((result, x) => binary(reduction === 'any' ? 'or' : 'and', result, x)),
      );
    }
    case 'argMax':
    case 'argMin': {
      const operator = reduction === 'argMax' ? 'greater' : 'less';
      let best = values[0]!;
      let position: Expression = constant('int32', 0);
      values.slice(1).forEach((x, i) => {
        const better = binary(operator, x, best);
        position = select(better, constant('int32', i + 1), position);
        best = select(better, x, best);
      });
      return position;
    }
  }
}
