import { extentsOf, operandAreas } from '../graph/access.js';
import { cut, type Range } from '../graph/cut.js';
import type { Graph } from '../graph/graph.js';
import type { KernelNode, LoopNode, RowNode } from '../graph/node.js';
import type { Area } from '../graph/overlap.js';
import type { Expression, Window } from '../ir/expression.js';
import { simplifyKernel } from '../simplify/dimensions.js';
import { isWorthApart, workOf } from './steps-apart.js';
import { Zeros } from './zeros.js';

/**
 * What is done in the first step of a loop instead of its body, if that is less: sums of products leave out the terms at
 * their beginning and at their end that a first state of zeros makes zero. Undefined if it is the same, or hardly less.
 *
 * A weight that is infinite or not a number makes such a term NaN in tfjs; here it shows from the second step on.
 */
export function lessAtBeginning(graph: Graph, loop: LoopNode): readonly KernelNode[] | undefined {
  const zeros = new Zeros(graph, loop);
  let spared = 0;
  const body = loop.body.flatMap((node, i) => {
    const sum = sumOf(node);
    const { from, to } = sum ? rest(sum, (area) => zeros.areZero(area, i)) : { from: 0, to: 0 };
    if (!sum || to - from === sum.extent) return node;
    const shorter = sum.cut({ from, count: to - from });
    spared += workOf([node]) - workOf([shorter]);
    return simplifyKernel(shorter);
  });
  return isWorthApart(spared, loop.body) ? body : undefined;
}

/** What a node sums, as products. */
interface SumOfProducts {
  /** The number of terms. */
  readonly extent: number;
  /** For each sum (a row may have several), what is multiplied. */
  readonly factors: readonly (readonly Factor[])[];
  /** The node with some of the terms only. */
  readonly cut: (range: Range) => KernelNode;
}

/** What is read for all terms of a sum, and the dimension along which these lie. */
interface Factor {
  readonly area: Area;
  readonly axis: number;
}

function sumOf(node: KernelNode): SumOfProducts | undefined {
  if (node.kind === 'row') return sumOfRow(node);
  const rank = node.batch.length;
  const [a, b] = operandAreas(node);
  return {
    extent: node.k,
    factors: [
      [
        { area: a, axis: rank + 1 },
        { area: b, axis: rank },
      ],
    ],
    cut: (range) => cut(node, rank + 2, range),
  };
}

function sumOfRow(node: RowNode): SumOfProducts | undefined {
  const axis = node.outer.length;
  const sums = node.passes.flatMap((pass) => (pass.kind === 'accumulate' ? pass.accumulators : []));
  const isSum =
    node.inner.length === 1 &&
    sums.every(({ reduction }) => reduction === 'sum') &&
    node.passes.every((pass) => pass.kind === 'accumulate' || pass.over === 'outer');
  if (!isSum) return undefined;
  const extents = extentsOf(node);
  const factorsOf = (e: Expression): Factor[] => {
    if (e.kind === 'load') return [{ area: { window: e.window, extents }, axis }];
    return e.kind === 'binary' && e.operator === 'mul' ? [...factorsOf(e.a), ...factorsOf(e.b)] : [];
  };
  return {
    extent: node.inner[0]!,
    factors: sums.map(({ value }) => factorsOf(value)),
    cut: (range) => cut(node, axis, range),
  };
}

/** The window from an index of one dimension on. */
function later(window: Window, axis: number, from: number): Window {
  return { ...window, offset: window.offset + from * window.strides[axis]! };
}

/** The terms of a sum but for those at its beginning and its end that are zero. */
function rest(
  { extent, factors }: SumOfProducts,
  isZero: (area: Area) => boolean,
): { readonly from: number; readonly to: number } {
  const areZero = (from: number, to: number): boolean =>
    factors.every((product) =>
      product.some(({ area: { window, extents }, axis }) =>
        isZero({ window: later(window, axis, from), extents: extents.with(axis, to - from) }),
      ),
    );
  const to = extent - runOf((from, length) => areZero(extent - from - length, extent - from), 0, extent);
  return { from: runOf((from, length) => areZero(from, from + length), 0, to), to };
}

/** How many of the terms between two are zero, one after the other, from the first on. */
function runOf(areZero: (from: number, length: number) => boolean, from: number, to: number): number {
  if (from === to) return 0;
  if (areZero(from, to - from)) return to - from;
  if (to - from === 1) return 0;
  const middle = (from + to) >> 1;
  const run = runOf(areZero, from, middle);
  return from + run < middle ? run : run + runOf(areZero, middle, to);
}
