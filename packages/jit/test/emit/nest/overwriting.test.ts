import { binary, constant } from '../../../src/ir/build.js';
import type { Expression, Window } from '../../../src/ir/expression.js';
import type { Pass, RowKernel, Store } from '../../../src/ir/kernel.js';
import { difference, runBoth, single } from '../run.js';

/** Kernels that overwrite what they read: every value must be read before, or after, as the passes say. */
const ROWS = 9;

const float = (window: Window): Expression => ({ kind: 'load', type: 'float32', window });
const store = (window: Window, value: Expression): Store => ({ type: 'float32', window, value });
const result = (index: number): Expression => ({ kind: 'accumulator', type: 'float32', index });
const sum = (first: number, value: Expression): Pass => ({
  kind: 'accumulate',
  first,
  accumulators: [{ reduction: 'sum', value }],
});

/** Buffers 0 and 1 hold a row of `width` elements for each row, buffer 2 a number for each row. */
function check(width: number, isTransposed: boolean, passes: (windows: Windows) => Pass[]): void {
  const [row, column] = isTransposed ? [1, ROWS] : [width, 1];
  const windows: Windows = {
    x: { buffer: 0, offset: 0, strides: [row, column] },
    reversed: { buffer: 0, offset: (width - 1) * column, strides: [row, -column] },
    z: { buffer: 1, offset: 0, strides: [row, column] },
    out: { buffer: 2, offset: 0, strides: [1, 0] },
  };
  const kernel: RowKernel = {
    kind: 'row',
    outer: [ROWS],
    inner: [width],
    passes: passes(windows),
    buffers: 3,
  };
  const size = ROWS * width;
  const results = runBoth(single(kernel, [size, size, ROWS]), (floats) => {
    for (let i = 0; i < 2 * size + 16; i++) floats[16 + i] = (i * 7) % 11;
  });
  expect(difference(results)).toBeUndefined();
}

interface Windows {
  readonly x: Window;
  readonly reversed: Window;
  readonly z: Window;
  readonly out: Window;
}

const cases = [3, 8, 40].flatMap((width) => [false, true].map((transposed) => [width, transposed] as const));

describe.each(cases)('rows of %i, transposed: %s', (width, isTransposed) => {
  test('a sum of what the next pass overwrites', () => {
    check(width, isTransposed, ({ x, z, out }) => [
      sum(0, float(x)),
      { kind: 'store', over: 'all', stores: [store(x, float(z))] },
      { kind: 'store', over: 'outer', stores: [store(out, result(0))] },
    ]);
  });

  test('a sum of what a pass overwrites by means of the sum, and another afterwards', () => {
    check(width, isTransposed, ({ x, reversed, z, out }) => [
      sum(0, float(x)),
      { kind: 'store', over: 'all', stores: [store(x, binary('sub', float(z), result(0)))] },
      sum(1, binary('mul', float(reversed), float(z))),
      { kind: 'store', over: 'outer', stores: [store(out, binary('sub', result(1), result(0)))] },
    ]);
  });

  test('two stores of a pass, the second of what the first overwrites', () => {
    check(width, isTransposed, ({ x, z }) => [
      {
        kind: 'store',
        over: 'all',
        stores: [store(x, constant('float32', 1)), store(z, binary('add', float(x), float(z)))],
      },
    ]);
  });

  test('a number of each row that later passes read anew', () => {
    check(width, isTransposed, ({ x, z, out }) => [
      sum(0, binary('mul', float(x), float(out))),
      { kind: 'store', over: 'outer', stores: [store(out, result(0))] },
      { kind: 'store', over: 'all', stores: [store(z, binary('add', float(out), float(z)))] },
    ]);
  });
});
