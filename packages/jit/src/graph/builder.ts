import type { ElementType, Expression, Window } from '../ir/expression.js';
import { binary, cast, constant } from '../ir/build.js';
import type { Pass, Reduction } from '../ir/kernel.js';
import type { Node } from './node.js';
import type { Origin, Value } from './value.js';
import {
  broadcastShape,
  broadcastTo,
  isWhole,
  reshape,
  rowMajorStrides,
  sizeOf,
  wholeView,
  type View,
} from './view.js';

/** How a reduction treats its elements and its result. */
export interface ReduceOptions {
  /** Applied to each element first. */
  readonly prepare?: (x: Expression) => Expression;
  /** Applied to the result. */
  readonly finish?: (result: Expression) => Expression;
}

/** Collects values and nodes; what the lowering of a tfjs kernel is written with. */
export class GraphBuilder {
  readonly values: Value[] = [];
  private nodes: Node[] = [];
  private readonly uniforms = new Map<string, Value>();

  /** The nodes so far, in order. */
  get list(): readonly Node[] {
    return this.nodes;
  }

  value(type: ElementType, size: number, origin: Origin = { kind: 'computed' }): Value {
    const value: Value = { id: this.values.length, type, size, origin };
    this.values.push(value);
    return value;
  }

  emit(node: Node): void {
    this.nodes.push(node);
  }

  /** Records nodes apart from the present list, as the body of a loop; gives what `record` emitted. */
  apart<T>(record: () => T): { readonly result: T; readonly nodes: readonly Node[] } {
    const outside = this.nodes;
    this.nodes = [];
    try {
      const result = record();
      return { result, nodes: this.nodes };
    } finally {
      this.nodes = outside;
    }
  }

  /** A view whose elements are all one number. */
  uniform(type: ElementType, shape: readonly number[], number: number): View {
    const { value } = constant(type, number);
    const key = `${type} ${Object.is(value, -0) ? '-0' : value}`;
    let known = this.uniforms.get(key);
    if (known === undefined) {
      known = this.value(type, 1, { kind: 'uniform', value });
      this.uniforms.set(key, known);
    }
    return { value: known, shape, offset: 0, strides: shape.map(() => 0) };
  }

  /** Elements known while recording; equal elements become a uniform view. */
  constant(type: ElementType, shape: readonly number[], data: ArrayLike<number>): View {
    const size = sizeOf(shape);
    if (size > 0 && areEqual(data)) return this.uniform(type, shape, data[0]!);
    const copy = type === 'float32' ? Float32Array.from(data) : Int32Array.from(data);
    return wholeView(this.value(type, size, { kind: 'constant', data: copy }), shape);
  }

  /** The expression that reads a view at the indices of an index space of the view's shape. */
  load(view: View): Expression {
    const { value, offset, strides } = view;
    if (value.origin.kind === 'uniform') return constant(value.type, value.origin.value);
    return { kind: 'load', type: value.type, window: { buffer: value.id, offset, strides } };
  }

  window(view: View): Window {
    return { buffer: view.value.id, offset: view.offset, strides: view.strides };
  }

  /**
   * An element-wise computation over the operands, broadcast to a common shape. A result that is one of the operands
   * again, or a constant, needs no kernel.
   */
  map(
    name: string,
    operands: readonly View[],
    compute: (...x: Expression[]) => Expression,
    shape: readonly number[] = operands
      .map((view) => view.shape)
      .reduce(broadcastShape, operands[0]?.shape ?? []),
  ): View {
    const loads = operands.map((view) => this.load(broadcastTo(view, shape)));
    const result = compute(...loads);
    if (result.kind === 'constant') return this.uniform(result.type, shape, result.value);
    const same = loads.indexOf(result);
    if (same >= 0) return broadcastTo(operands[same]!, shape);
    const output = wholeView(this.value(result.type, sizeOf(shape)), shape);
    this.store(name, output, result);
    return output;
  }

  /** Writes an expression over the shape of the view through the view. */
  store(name: string, target: View, value: Expression): void {
    if (sizeOf(target.shape) === 0) return;
    this.emit({
      kind: 'row',
      outer: target.shape,
      inner: [],
      passes: [
        { kind: 'store', over: 'all', stores: [{ type: value.type, window: this.window(target), value }] },
      ],
      sources: [name],
    });
  }

  /** Copies a view into a part of another value. */
  copyInto(name: string, target: View, source: View): void {
    this.store(name, target, this.load(broadcastTo(source, target.shape)));
  }

  /** The same elements in a contiguous value of their own, unless they lie so already. */
  contiguous(view: View): View {
    return isWhole(view) && view.value.origin.kind !== 'uniform' ? view : this.copy(view);
  }

  copy(view: View): View {
    const output = wholeView(this.value(view.value.type, sizeOf(view.shape)), view.shape);
    this.copyInto('Copy', output, view);
    return output;
  }

  /** The same elements under another shape, copied only if no window expresses it. */
  reshape(view: View, shape: readonly number[]): View {
    return reshape(view, shape) ?? reshape(this.copy(view), shape)!;
  }

  cast(type: ElementType, view: View): View {
    return this.map('Cast', [view], (x) =>
      // A number is true unless it is 0; NaN is true.
      type === 'bool' && x.type !== 'bool' ? binary('notEqual', x, constant(x.type, 0)) : cast(type, x),
    );
  }

  /** Reduces over the axes. The result has the remaining dimensions, or all with extent 1 where reduced. */
  reduce(
    name: string,
    reduction: Reduction,
    view: View,
    axes: readonly number[],
    keepDimensions = false,
    { prepare = (x) => x, finish = (x) => x }: ReduceOptions = {},
  ): View {
    const kept = view.shape.map((_, d) => d).filter((d) => !axes.includes(d));
    const order = [...kept, ...axes];
    const outer = kept.map((d) => view.shape[d]!);
    const inner = axes.map((d) => view.shape[d]!);
    const permuted: View = {
      ...view,
      shape: order.map((d) => view.shape[d]!),
      strides: order.map((d) => view.strides[d]!),
    };
    const value = prepare(this.load(permuted));
    const type = reduction === 'argMax' || reduction === 'argMin' ? 'int32' : value.type;
    const result = finish({ kind: 'accumulator', type, index: 0 });
    const output = this.rows(name, outer, inner, result.type, [
      { kind: 'accumulate', first: 0, accumulators: [{ reduction, value }] },
      () => result,
    ]);
    const shape = keepDimensions ? view.shape.map((extent, d) => (axes.includes(d) ? 1 : extent)) : outer;
    return reshape(output, shape)!;
  }

  /**
   * A row kernel whose last pass stores one result: over outer when `over` says so, else over outer x inner.
   * Windows in the passes run over [...outer, ...inner].
   */
  rows(
    name: string,
    outer: readonly number[],
    inner: readonly number[],
    type: ElementType,
    passes: readonly (Pass | (() => Expression))[],
    over: 'outer' | 'all' = 'outer',
  ): View {
    const shape = over === 'outer' ? outer : [...outer, ...inner];
    const output = wholeView(this.value(type, sizeOf(shape)), shape);
    if (output.value.size === 0) return output;
    const strides = over === 'outer' ? [...output.strides, ...inner.map(() => 0)] : output.strides;
    const window: Window = { buffer: output.value.id, offset: 0, strides };
    this.emit({
      kind: 'row',
      outer,
      inner,
      passes: passes.map((pass) =>
        typeof pass === 'function'
          ? { kind: 'store', over, stores: [{ type, window, value: pass() }] }
          : pass,
      ),
      sources: [name],
    });
    return output;
  }

  /** Batched product of float32 views `[...batch, m, k]` and `[...batch, k, n]`; batch dimensions broadcast. */
  product(name: string, a: View, b: View): View {
    const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const [m, k] = a.shape.slice(-2) as [number, number];
    const n = b.shape.at(-1)!;
    const output = wholeView(this.value('float32', sizeOf([...batch, m, n])), [...batch, m, n]);
    if (output.value.size === 0) return output;
    // A matrix kernel reads memory, so constants that live in expressions only are written out.
    const operand = (view: View): View => (view.value.origin.kind === 'uniform' ? this.copy(view) : view);
    this.emit({
      kind: 'matrix',
      batch,
      m,
      n,
      k,
      a: this.window(broadcastTo(operand(a), [...batch, m, k])),
      b: this.window(broadcastTo(operand(b), [...batch, k, n])),
      stores: [
        {
          type: 'float32',
          window: { buffer: output.value.id, offset: 0, strides: rowMajorStrides([...batch, m, n]) },
          value: { kind: 'accumulator', type: 'float32', index: 0 },
        },
      ],
      sources: [name],
    });
    return output;
  }
}

/** Node's way of comparing bytes, which takes no time; browsers have none. */
const { Buffer } = globalThis as {
  readonly Buffer?: { compare(a: Uint8Array, b: Uint8Array): number };
};

/** Whether all elements are the same. Where it can be, what is large is not gone through number by number. */
function areEqual(data: ArrayLike<number>): boolean {
  if (data instanceof Float32Array && Buffer) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return Buffer.compare(bytes.subarray(4), bytes.subarray(0, -4)) === 0;
  }
  const first = data[0];
  let i = 1;
  while (i < data.length && Object.is(data[i], first)) i++;
  return i >= data.length;
}
