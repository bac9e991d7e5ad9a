import { binary, float, unary } from '../src/ir/build.js';
import type { BinaryOperator, Expression, Window } from '../src/ir/expression.js';
import type { Kernel, Pass, Reduction } from '../src/ir/kernel.js';

/** A kernel, and how many elements each of its buffers has. */
export interface KernelCase {
  readonly name: string;
  readonly kernel: Kernel;
  readonly sizes: readonly number[];
}

/** Writes kernels over named shapes: buffers are numbered as they are met. */
class Rows {
  private readonly sizes: number[] = [];
  private readonly passes: Pass[] = [];
  private accumulators = 0;
  private readonly extents: readonly number[];

  constructor(
    private readonly outer: readonly number[],
    private readonly inner: readonly number[] = [],
  ) {
    this.extents = [...outer, ...inner];
  }

  window(strides: readonly number[]): Window {
    const size = strides.reduce((sum, stride, d) => sum + Math.abs(stride) * (this.extents[d]! - 1), 1);
    const offset = strides.reduce((sum, stride, d) => sum + Math.max(0, -stride) * (this.extents[d]! - 1), 0);
    return { buffer: this.sizes.push(size) - 1, offset, strides };
  }

  load(...strides: number[]): Expression {
    return { kind: 'load', type: 'float32', window: this.window(strides) };
  }

  reduce(reduction: Reduction, value: Expression): Expression {
    const index = this.accumulators++;
    this.passes.push({ kind: 'accumulate', first: index, accumulators: [{ reduction, value }] });
    return { kind: 'accumulator', type: 'float32', index };
  }

  store(over: 'all' | 'outer', ...stores: (readonly [Window, Expression])[]): this {
    this.passes.push({
      kind: 'store',
      over,
      stores: stores.map(([window, value]) => ({ type: 'float32', window, value })),
    });
    return this;
  }

  named(name: string): KernelCase {
    const { outer, inner, passes, sizes } = this;
    return { name, kernel: { kind: 'row', outer, inner, passes, buffers: sizes.length }, sizes };
  }
}

const calculator =
  (operator: BinaryOperator) =>
  (a: Expression, b: Expression): Expression =>
    binary(operator, a, b);
const add = calculator('add');
const sub = calculator('sub');
const mul = calculator('mul');
const div = calculator('div');

function copy(extents: number[], from: number[], to: number[], name: string): KernelCase {
  const rows = new Rows(extents);
  const x = rows.load(...from);
  return rows.store('all', [rows.window(to), x]).named(name);
}

function eraseAdd(batch: number): KernelCase {
  const rows = new Rows([batch, 128, 20]);
  const memory = rows.load(2560, 20, 1);
  const weighting = rows.load(128, 1, 0);
  const erase = rows.load(20, 0, 1);
  const addition = rows.load(20, 0, 1);
  const value = add(mul(memory, sub(float(1), mul(weighting, erase))), mul(weighting, addition));
  return rows.store('all', [rows.window([2560, 20, 1]), value]).named(`erase and add [${batch}, 128, 20]`);
}

function similarity(batch: number): KernelCase {
  const rows = new Rows([batch, 128], [20]);
  const memory = rows.load(2560, 20, 1);
  const key = rows.load(20, 0, 1);
  const dot = rows.reduce('sum', mul(memory, key));
  const square = rows.reduce('sum', unary('square', memory));
  const norm = unary('sqrt', add(square, float(1e-8)));
  return rows
    .store('outer', [rows.window([128, 1, 0]), div(dot, norm)])
    .named(`cosine similarity [${batch}, 128] over 20`);
}

function read(batch: number): KernelCase {
  const rows = new Rows([batch, 20], [128]);
  const sum = rows.reduce('sum', mul(rows.load(128, 0, 1), rows.load(2560, 1, 20)));
  return rows.store('outer', [rows.window([20, 1, 0]), sum]).named(`weighted read [${batch}, 20] over 128`);
}

function softmax(rowCount: number, width: number): KernelCase {
  const rows = new Rows([rowCount], [width]);
  const x = rows.load(width, 1);
  const max = rows.reduce('max', x);
  const out = rows.window([width, 1]);
  const stored: Expression = { kind: 'load', type: 'float32', window: out };
  rows.store('all', [out, unary('exp', sub(x, max))]);
  const sum = rows.reduce('sum', stored);
  return rows.store('all', [out, div(stored, sum)]).named(`softmax [${rowCount}] over ${width}`);
}

function softmaxGradient(rowCount: number, width: number): KernelCase {
  const rows = new Rows([rowCount], [width]);
  const [y, dy] = [rows.load(width, 1), rows.load(width, 1)];
  const sum = rows.reduce('sum', mul(y, dy));
  return rows
    .store('all', [rows.window([width, 1]), mul(y, sub(dy, sum))])
    .named(`gradient of softmax [${rowCount}] over ${width}`);
}

function gates(batch: number, units: number): KernelCase {
  const rows = new Rows([batch, units]);
  const part = (i: number): Expression => {
    const window = rows.window([4 * units, 1]);
    const z: Expression = { kind: 'load', type: 'float32', window: { ...window, offset: i * units } };
    return add(z, rows.load(0, 1));
  };
  const [i, f, o, g] = [0, 1, 2, 3].map(part) as [Expression, Expression, Expression, Expression];
  const cell = add(mul(unary('sigmoid', f), rows.load(units, 1)), mul(unary('sigmoid', i), unary('tanh', g)));
  const hidden = mul(unary('sigmoid', o), unary('tanh', cell));
  const result = rows
    .store('all', [rows.window([units, 1]), cell], [rows.window([units, 1]), hidden])
    .named(`LSTM gates [${batch}, ${units}]`);
  return { ...result, sizes: result.sizes.map((size) => size + 4 * units) };
}

function adam(size: number): KernelCase {
  const rows = new Rows([size]);
  const gradient = rows.load(1);
  const [first, second, value] = [rows.window([1]), rows.window([1]), rows.window([1])];
  const load = (window: Window): Expression => ({ kind: 'load', type: 'float32', window });
  const m = add(mul(load(first), float(0.9)), mul(gradient, float(0.1)));
  const v = add(mul(load(second), float(0.999)), mul(unary('square', gradient), float(0.001)));
  const step = div(mul(float(0.01), m), add(unary('sqrt', v), float(1e-8)));
  return rows.store('all', [first, m], [second, v], [value, sub(load(value), step)]).named(`Adam [${size}]`);
}

function biasGradient(batch: number, width: number): KernelCase {
  const rows = new Rows([width], [batch]);
  const sum = rows.reduce('sum', rows.load(1, width));
  return rows.store('outer', [rows.window([1, 0]), sum]).named(`sum [${width}] over ${batch}, strided`);
}

function total(size: number): KernelCase {
  const rows = new Rows([], [size]);
  const sum = rows.reduce('sum', rows.load(1));
  return rows.store('outer', [rows.window([0]), sum]).named(`sum over ${size}`);
}

function rowSums(rowCount: number, width: number): KernelCase {
  const rows = new Rows([rowCount], [width]);
  const sum = rows.reduce('sum', rows.load(width, 1));
  return rows.store('outer', [rows.window([1, 0]), sum]).named(`sum [${rowCount}] over ${width}`);
}

function shift(batch: number, places: number): KernelCase {
  const rows = new Rows([batch, places - 2]);
  const weighting = rows.window([places, 1]);
  const taps = rows.window([3, 0]);
  const load = (window: Window, offset: number): Expression => ({
    kind: 'load',
    type: 'float32',
    window: { ...window, offset },
  });
  const terms = [0, 1, 2].map((k) => mul(load(weighting, k), load(taps, k)));
  const result = rows
    .store('all', [rows.window([places, 1]), terms.reduce(add)])
    .named(`shift by 3 taps [${batch}, ${places}]`);
  return { ...result, sizes: result.sizes.map((size) => size + 2) };
}

function sharpen(batch: number, places: number): KernelCase {
  const rows = new Rows([batch], [places]);
  const x = rows.load(places, 1);
  const out = rows.window([places, 1]);
  const stored: Expression = { kind: 'load', type: 'float32', window: out };
  rows.store('all', [out, binary('pow', add(x, float(1e-6)), rows.load(1, 0))]);
  const sum = rows.reduce('sum', stored);
  return rows.store('all', [out, div(stored, sum)]).named(`sharpen [${batch}] over ${places}`);
}

/** The gradient of a memory: two outer products and a product, summed over nothing. */
function outerProducts(batch: number): KernelCase {
  const rows = new Rows([batch, 128, 20]);
  const term = (): Expression => mul(rows.load(128, 1, 0), rows.load(20, 0, 1));
  const value = add(add(rows.load(2560, 20, 1), term()), term());
  return rows
    .store('all', [rows.window([2560, 20, 1]), value])
    .named(`sum of outer products [${batch}, 128, 20]`);
}

export const kernels: readonly KernelCase[] = [
  copy([4096], [1], [1], 'copy [4096]'),
  copy([64, 64], [1, 64], [64, 1], 'transpose [64, 64]'),
  copy([4096], [-1], [1], 'reverse [4096]'),
  copy([16, 10], [10, 1], [30, 1], 'copy rows of 10 into rows of 30 [16, 10]'),
  eraseAdd(16),
  eraseAdd(1),
  outerProducts(16),
  similarity(16),
  similarity(1),
  read(16),
  read(1),
  softmax(16, 128),
  softmax(1, 128),
  softmax(16, 3),
  softmaxGradient(16, 128),
  softmaxGradient(16, 3),
  sharpen(16, 128),
  shift(16, 128),
  gates(16, 100),
  gates(1, 100),
  adam(60_000),
  adam(400),
  biasGradient(16, 400),
  total(1280),
  rowSums(128, 20),
  rowSums(16, 128),
];
