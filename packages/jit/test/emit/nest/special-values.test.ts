import * as fc from 'fast-check';
import { cast } from '../../../src/ir/build.js';
import type { Expression } from '../../../src/ir/expression.js';
import type { Reduction, RowKernel } from '../../../src/ir/kernel.js';
import { difference, runBoth, single } from '../run.js';

/** Reduces rows of floats; `transposed`: the elements of a row lie apart, those of a column side by side. */
function reducing(reduction: Reduction, rows: number, width: number, transposed: boolean): RowKernel {
  const position = reduction === 'argMax' || reduction === 'argMin';
  const type = position ? 'int32' : 'float32';
  return {
    kind: 'row',
    outer: [rows],
    inner: [width],
    passes: [
      {
        kind: 'accumulate',
        first: 0,
        accumulators: [
          {
            reduction,
            value: {
              kind: 'load',
              type: 'float32',
              window: { buffer: 0, offset: 0, strides: transposed ? [1, rows] : [width, 1] },
            },
          },
        ],
      },
      {
        kind: 'store',
        over: 'outer',
        stores: [
          {
            type,
            window: { buffer: 1, offset: 0, strides: [1, 0] },
            value: { kind: 'accumulator', type, index: 0 },
          },
        ],
      },
    ],
    buffers: 2,
  };
}

const special = fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1, -1, 2, 3.4e38, -3.4e38, 1e-45);

test.each(['max', 'min', 'argMax', 'argMin', 'prod', 'sum', 'any', 'all'] as const)(
  '%s of NaN, infinities and equal numbers',
  (reduction) => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.integer({ min: 1, max: 21 }),
        fc.boolean(),
        fc.array(special, { minLength: 126, maxLength: 126 }),
        (rows, width, transposed, values) => {
          // Sums of huge numbers depend on their order.
          const numbers =
            reduction === 'sum' || reduction === 'prod'
              ? values.map((x) => (Number.isFinite(x) ? Math.sign(x) : x))
              : values;
          const kernel = reducing(reduction, rows, width, transposed);
          const results = runBoth(
            single(kernel, [rows * width, rows]),
            (floats) => floats.set(numbers.slice(0, rows * width), 16),
            { base: 64 },
          );
          expect(difference(results)).toBeUndefined();
        },
      ),
      { numRuns: 100 },
    );
  },
  30_000,
);

test('a sum of many floats keeps the precision of pairwise sums', () => {
  const width = 20_000;
  const results = runBoth(single(reducing('sum', 1, width, false), [width, 1]), (floats) => {
    for (let i = 0; i < width; i++) floats[16 + i] = Math.fround(0.1 + ((i * 7919) % 1000) / 1000);
  });
  const at = (64 + Math.ceil((4 * width + 16) / 16) * 16) / 4;
  const exact = new Float32Array(results.interpreted)[at]!;
  expect(exact).toBeGreaterThan(1000);
  expect(Math.abs(new Float32Array(results.compiled)[at]! / exact - 1)).toBeLessThan(1e-5);
});

test('floats outside the range of integers wrap around; NaN is 0, and true', () => {
  const values = [
    2 ** 31,
    -(2 ** 31),
    2 ** 31 - 128,
    2 ** 31 + 256,
    -(2 ** 31) - 256,
    2 ** 32,
    2 ** 32 + 512,
    3e9,
    -3e9,
    1e10,
    -1e10,
    2 ** 40 + 2 ** 17,
    1e30,
    Infinity,
    -Infinity,
    NaN,
    0.99,
    -0.99,
    -0,
    1e-45,
    12345.678,
  ];
  const load: Expression = {
    kind: 'load',
    type: 'float32',
    window: { buffer: 0, offset: 0, strides: [1] },
  };
  const kernel: RowKernel = {
    kind: 'row',
    outer: [values.length],
    inner: [],
    passes: [
      {
        kind: 'store',
        over: 'all',
        stores: (['int32', 'bool'] as const).map((type, i) => ({
          type,
          window: { buffer: i + 1, offset: 0, strides: [1] },
          value: cast(type, load),
        })),
      },
    ],
    buffers: 3,
  };
  const size = values.length;
  const results = runBoth(single(kernel, [size, size, size]), (floats) => floats.set(values, 16));
  expect(difference(results)).toBeUndefined();
  // Else nothing was compared.
  expect(new Set(new Int32Array(results.compiled)).size).toBeGreaterThan(10);
});
