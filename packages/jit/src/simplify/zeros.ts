import { extentsOf, inStorage, operandAreas } from '../graph/access.js';
import { cut, type Range } from '../graph/cut.js';
import type { Graph } from '../graph/graph.js';
import { mapKernels } from '../graph/map.js';
import type { KernelNode, LoopNode, MatrixNode, RowNode } from '../graph/node.js';
import { apartFrom, type Area } from '../graph/overlap.js';
import { rewriter } from '../graph/rewrite.js';
import type { Value } from '../graph/value.js';
import { rowMajorStrides, sizeOf } from '../graph/view.js';
import { placedKernels, storesOf } from '../graph/walk.js';
import { binary, float } from '../ir/build.js';
import type { Expression, Window } from '../ir/expression.js';
import { Decisions } from '../fuse/decisions.js';
import { withoutSum } from './without-sum.js';

/** What it costs in terms of products to write and to read again an element of a product, or to add something to it. */
const TERMS_PER_ELEMENT = 4;
/** The same of the kernels that take the place of one. */
const TERMS_PER_SPLIT = 1 << 12;

/**
 * Zeros that are written next to other elements (those that pad the gradient of a slice) are not multiplied one by one,
 * nor summed, where rows of them begin or end an operand.
 *
 * That is exact (but for the sign of a sum of zeros), though zero times a number that is not finite is NaN. Where one
 * operand of a product is zero, what comes of it does not depend on that operand's index: rows of zeros have one row of
 * sums of `0 * b[k, n]` in common, which is copied, and terms that are zero add sums of `0 * a[m, k]`, the same in all
 * columns.
 */
export function skipZeros(graph: Graph, decisions = new Decisions()): Graph {
  const zeros = new Zeros(graph);
  const replaced = new Map<KernelNode, readonly KernelNode[]>();
  const values = [...graph.values];
  for (const [i, { node, loop }] of placedKernels(graph.nodes).entries()) {
    const nodes =
      node.kind === 'row'
        ? [shorterSums(zeros, node, loop)]
        : new Product(zeros, values, decisions, `zeros ${i}`, loop).split(node);
    replaced.set(node, nodes);
  }
  return { ...mapKernels(graph, (node) => replaced.get(node)!), values };
}

/** What is known to be zero. */
class Zeros {
  /** For each value that is zero in part, all that may not be zero. */
  private readonly others = new Map<Value, Area[]>();

  constructor(private readonly graph: Graph) {
    const stores = placedKernels(graph.nodes).flatMap(({ node, loop }) =>
      storesOf(node).map(({ window, value }) => ({
        ...inStorage(graph.values, { window, extents: extentsOf(node) }, loop),
        isZero: value.kind === 'constant' && Object.is(value.value, 0),
      })),
    );
    for (const { storage, isZero } of stores) {
      // What a variable held before is not written by any node.
      if (isZero && storage.origin.kind === 'computed') this.others.set(storage, []);
    }
    for (const { storage, area, isZero } of stores) if (!isZero) this.others.get(storage)?.push(area);
  }

  /** Where all that is read is zero along an axis of one of the areas, at its beginning or else at its end. */
  range(reads: readonly Area[], loop: LoopNode | undefined, axis: number): Range | undefined {
    const extent = reads[0]!.extents[axis]!;
    const countAt = (end: 'first' | 'last'): number => {
      const counts = reads.map((read) => {
        const { storage, area } = inStorage(this.graph.values, read, loop);
        const others = this.others.get(storage);
        return others ? apartFrom(others, area, axis, end) : 0;
      });
      return Math.min(...counts);
    };
    const first = countAt('first');
    if (first > 0) return { from: 0, count: first };
    const last = countAt('last');
    return last > 0 ? { from: extent - last, count: last } : undefined;
  }
}

/** What remains of a dimension without its beginning or its end. */
function rest({ from, count }: Range, extent: number): Range {
  return from === 0 ? { from: count, count: extent - count } : { from: 0, count: from };
}

/** A node over rows that only sums what it loads leaves out zeros. */
function shorterSums(zeros: Zeros, node: RowNode, loop: LoopNode | undefined): RowNode {
  const extents = extentsOf(node);
  const reads: Area[] = [];
  for (const pass of node.passes) {
    if (pass.kind === 'store') {
      if (pass.over === 'all') return node;
      continue;
    }
    for (const { reduction, value } of pass.accumulators) {
      if (reduction !== 'sum' || value.kind !== 'load') return node;
      reads.push({ window: value.window, extents });
    }
  }
  if (reads.length === 0) return node;
  for (let axis = node.outer.length; axis < extents.length; axis++) {
    const range = zeros.range(reads, loop, axis);
    if (range) return shorterSums(zeros, cut(node, axis, rest(range, extents[axis]!)), loop);
  }
  return node;
}

/** An operand of a product: its area, and which of its dimensions are its own and the one that is summed over. */
interface Operand {
  readonly area: Area;
  /** The same dimension in the product. */
  readonly own: number;
  readonly summed: number;
}

/** Splits a product into what is worth being computed and what zeros make of it. */
class Product {
  private attempts = 0;

  constructor(
    private readonly zeros: Zeros,
    private readonly values: Value[],
    private readonly decisions: Decisions,
    private readonly name: string,
    private readonly loop: LoopNode | undefined,
  ) {}

  split(node: MatrixNode): KernelNode[] {
    const rank = node.batch.length;
    const [a, b] = operandAreas(node);
    const left: Operand = { area: a, own: rank, summed: rank + 1 };
    const right: Operand = { area: b, own: rank + 1, summed: rank };
    for (const [operand, other] of [
      [left, right],
      [right, left],
    ] as const) {
      const rows = this.rangeOf(node, operand, operand.own);
      if (rows) return this.withoutRows(node, operand, other, rows);
      const terms = this.rangeOf(node, operand, operand.summed);
      if (terms) return this.withoutTerms(node, other, terms);
    }
    return [node];
  }

  /** Where an operand is zero along one of its dimensions, if it pays to make something of it. */
  private rangeOf(node: MatrixNode, operand: Operand, axis: number): Range | undefined {
    const { extents } = operand.area;
    const elements = sizeOf(extentsOf(node));
    return this.decisions.try(
      `${this.name} ${++this.attempts}`,
      () => this.zeros.range([operand.area], this.loop, axis),
      ({ count }) => {
        const share = count / extents[axis]!;
        const terms = elements * node.k * share;
        const common = (elements / extents[operand.own]!) * node.k * (axis === operand.own ? 1 : share);
        return terms - common > TERMS_PER_ELEMENT * elements + TERMS_PER_SPLIT;
      },
    );
  }

  private withoutRows(node: MatrixNode, { own }: Operand, other: Operand, rows: Range): KernelNode[] {
    const sums = this.sumsOfZeros(node, other, { from: 0, count: node.k });
    const copy = withoutSum(cut(node, own, rows), sums.load);
    const others = rest(rows, extentsOf(node)[own]!);
    return [sums.node, copy, ...(others.count > 0 ? this.split(cut(node, own, others)) : [])];
  }

  private withoutTerms(node: MatrixNode, other: Operand, terms: Range): KernelNode[] {
    const sums = this.sumsOfZeros(node, other, terms);
    const shorter = cut(node, node.batch.length + 2, rest(terms, node.k));
    const rewrite = rewriter({ accumulator: (e) => binary('add', e, sums.load) });
    const stores = shorter.stores.map((store) => ({ ...store, value: rewrite(store.value) }));
    return [sums.node, ...this.split({ ...shorter, stores })];
  }

  /** For each index of an operand, what the sum over some terms is if the other operand is zero. */
  private sumsOfZeros(
    { batch, sources }: MatrixNode,
    { area: { window, extents }, own, summed }: Operand,
    { from, count }: Range,
  ): { readonly node: RowNode; readonly load: Expression } {
    const rank = batch.length;
    const outer = [...batch, extents[own]!];
    const id = this.values.length;
    this.values.push({ id, type: 'float32', size: sizeOf(outer), origin: { kind: 'computed' } });
    const strides = rowMajorStrides(outer);
    const terms: Window = {
      buffer: window.buffer,
      offset: window.offset + from * window.strides[summed]!,
      strides: [...window.strides.slice(0, rank), window.strides[own]!, window.strides[summed]!],
    };
    const value = binary('mul', float(0), { kind: 'load', type: 'float32', window: terms });
    const node: RowNode = {
      kind: 'row',
      outer,
      inner: [count],
      passes: [
        { kind: 'accumulate', first: 0, accumulators: [{ reduction: 'sum', value }] },
        {
          kind: 'store',
          over: 'outer',
          stores: [
            {
              type: 'float32',
              window: { buffer: id, offset: 0, strides: [...strides, 0] },
              value: { kind: 'accumulator', type: 'float32', index: 0 },
            },
          ],
        },
      ],
      sources,
    };
    const inProduct = [...strides.slice(0, rank), 0, 0].with(own, 1);
    return {
      node,
      load: { kind: 'load', type: 'float32', window: { buffer: id, offset: 0, strides: inProduct } },
    };
  }
}
