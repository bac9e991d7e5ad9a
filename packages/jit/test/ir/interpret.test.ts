import type { Expression, Window } from '../../src/ir/expression.js';
import { interpret } from '../../src/ir/interpret.js';
import type { Kernel } from '../../src/ir/kernel.js';
import type { Step } from '../../src/ir/program.js';

const at = (buffer: number, strides: number[], offset = 0): Window => ({ buffer, offset, strides });
const load = (window: Window): Expression => ({ kind: 'load', type: 'float32', window });
const accumulator = (index: number): Expression => ({ kind: 'accumulator', type: 'float32', index });

function run(kernels: Kernel[], steps: Step[], floats: number[]): Float32Array {
  const arena = Float32Array.from(floats);
  interpret({ kernels, steps, arenaBytes: arena.byteLength }, arena.buffer);
  return arena;
}

function call(...bytes: number[]): Step {
  return {
    kind: 'call',
    kernel: 0,
    places: bytes.map((address) => ({ address, stride: 0, absolute: false })),
  };
}

test('an element-wise kernel reads a transposed and a broadcast operand through windows', () => {
  const kernel: Kernel = {
    kind: 'row',
    outer: [2, 3],
    inner: [],
    buffers: 3,
    passes: [
      {
        kind: 'store',
        over: 'all',
        stores: [
          {
            type: 'float32',
            window: at(2, [3, 1]),
            value: {
              kind: 'binary',
              type: 'float32',
              operator: 'sub',
              a: load(at(0, [1, 2])),
              b: load(at(1, [0, -1], 2)),
            },
          },
        ],
      },
    ],
  };
  // Buffer 0 is [[1, 2], [3, 4], [5, 6]], read transposed; buffer 1 is [10, 20, 30], read reversed.
  const arena = run([kernel], [call(0, 24, 36)], [1, 2, 3, 4, 5, 6, 10, 20, 30, 0, 0, 0, 0, 0, 0]);
  expect([...arena.slice(9)]).toEqual([1 - 30, 3 - 20, 5 - 10, 2 - 30, 4 - 20, 6 - 10]);
});

test('a softmax is three passes over each row', () => {
  const x = load(at(0, [2, 1]));
  const shifted: Expression = {
    kind: 'unary',
    type: 'float32',
    operator: 'exp',
    x: { kind: 'binary', type: 'float32', operator: 'sub', a: x, b: accumulator(0) },
  };
  const kernel: Kernel = {
    kind: 'row',
    outer: [2],
    inner: [2],
    buffers: 2,
    passes: [
      { kind: 'accumulate', first: 0, accumulators: [{ reduction: 'max', value: x }] },
      { kind: 'accumulate', first: 1, accumulators: [{ reduction: 'sum', value: shifted }] },
      {
        kind: 'store',
        over: 'all',
        stores: [
          {
            type: 'float32',
            window: at(1, [2, 1]),
            value: { kind: 'binary', type: 'float32', operator: 'div', a: shifted, b: accumulator(1) },
          },
        ],
      },
    ],
  };
  const arena = run([kernel], [call(0, 16)], [0, Math.log(3), 5, 5, 0, 0, 0, 0]);
  expect([...arena.slice(4)].map((v) => Number(v.toFixed(6)))).toEqual([0.25, 0.75, 0.5, 0.5]);
});

test('a matrix kernel multiplies with a transposed operand and applies its epilogue', () => {
  const kernel: Kernel = {
    kind: 'matrix',
    batch: [],
    m: 2,
    n: 2,
    k: 3,
    a: at(0, [3, 1]),
    b: at(1, [1, 3]),
    buffers: 3,
    stores: [
      {
        type: 'float32',
        window: at(2, [2, 1]),
        value: { kind: 'unary', type: 'float32', operator: 'neg', x: accumulator(0) },
      },
    ],
  };
  // [[1, 2, 3], [4, 5, 6]] times the transpose of [[1, 0, 1], [0, 1, 0]].
  const arena = run([kernel], [call(0, 24, 48)], [1, 2, 3, 4, 5, 6, 1, 0, 1, 0, 1, 0, 0, 0, 0, 0]);
  expect([...arena.slice(12)]).toEqual([-4, -2, -10, -5]);
});

test.each([
  [false, [1, 3, 6]],
  [true, [6, 5, 3]],
])('a loop (reverse: %s) moves its places by their strides', (reverse, expected) => {
  // out[t] = x[t] + the running sum, which stays in place.
  const sum: Expression = {
    kind: 'binary',
    type: 'float32',
    operator: 'add',
    a: load(at(0, [])),
    b: load(at(1, [])),
  };
  const kernel: Kernel = {
    kind: 'row',
    outer: [],
    inner: [],
    buffers: 3,
    passes: [
      {
        kind: 'store',
        over: 'all',
        stores: [
          { type: 'float32', window: at(1, []), value: sum },
          { type: 'float32', window: at(2, []), value: sum },
        ],
      },
    ],
  };
  const step: Step = {
    kind: 'loop',
    count: 3,
    reverse,
    body: [
      {
        kind: 'call',
        kernel: 0,
        places: [
          { address: 0, stride: 4, absolute: false },
          { address: 12, stride: 0, absolute: false },
          { address: 16, stride: 4, absolute: false },
        ],
      },
    ],
  };
  expect([...run([kernel], [step], [1, 2, 3, 0, 0, 0, 0]).slice(4)]).toEqual(expected);
});

test.each([
  ['sum', 0],
  ['prod', 1],
  ['max', -Infinity],
  ['min', Infinity],
] as const)('%s over nothing is its identity', (reduction, identity) => {
  const kernel: Kernel = {
    kind: 'row',
    outer: [],
    inner: [0],
    buffers: 2,
    passes: [
      { kind: 'accumulate', first: 0, accumulators: [{ reduction, value: load(at(0, [1])) }] },
      {
        kind: 'store',
        over: 'outer',
        stores: [{ type: 'float32', window: at(1, [0]), value: accumulator(0) }],
      },
    ],
  };
  expect(run([kernel], [call(0, 0)], [7])[0]).toBe(identity);
});
