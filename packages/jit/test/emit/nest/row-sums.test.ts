import { generateKernel } from '../../../src/emit/kernel.js';
import type { Expression } from '../../../src/ir/expression.js';
import type { RowKernel } from '../../../src/ir/kernel.js';
import { runBoth, single } from '../run.js';

const LENGTH = 400;

const load = (buffer: number, strides: readonly number[]): Expression => ({
  kind: 'load',
  type: 'float32',
  window: { buffer, offset: 0, strides },
});

/** y = W x, and what is left of b beyond it. */
function kernelOf(rows: number): RowKernel {
  const sum: Expression = { kind: 'accumulator', type: 'float32', index: 0 };
  const value: Expression = {
    kind: 'binary',
    type: 'float32',
    operator: 'mul',
    a: load(0, [LENGTH, 1]),
    b: load(1, [0, 1]),
  };
  const left: Expression = { kind: 'binary', type: 'float32', operator: 'sub', a: load(2, [1, 0]), b: sum };
  const window = (buffer: number) => ({ buffer, offset: 0, strides: [1, 0] });
  return {
    kind: 'row',
    outer: [rows],
    inner: [LENGTH],
    passes: [
      { kind: 'accumulate', first: 0, accumulators: [{ reduction: 'sum', value }] },
      {
        kind: 'store',
        over: 'outer',
        stores: [
          { type: 'float32', window: window(3), value: sum },
          { type: 'float32', window: window(4), value: left },
        ],
      },
    ],
    buffers: 5,
  };
}

/** How many sums are gone on with in the bodies of loops. */
function productsIn(kernel: RowKernel): number {
  const code = Array.from(generateKernel(kernel, true).finish());
  // f32x4.relaxed_madd, number 0x105 behind the prefix.
  return code.filter((byte, i) => byte === 0xfd && code[i + 1] === 0x85 && code[i + 2] === 0x02).length;
}

test('six rows are summed up at once, or as many as leave few over', () => {
  expect(productsIn(kernelOf(12))).toBe(6);
  expect(productsIn(kernelOf(10))).toBe(5);
  // Six in a loop, and five that are left over.
  expect(productsIn(kernelOf(17))).toBe(11);
});

test.each([1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16, 17])('the interpreter finds the same in %i rows', (rows) => {
  const program = single(kernelOf(rows), [rows * LENGTH, LENGTH, rows, rows, rows]);
  const { interpreted, compiled } = runBoth(program, (floats) => {
    for (let i = 0; i < floats.length; i++) floats[i] = ((i * 37) % 101) / 50 - 1;
  });
  const [expected, actual] = [new Float32Array(interpreted), new Float32Array(compiled)];
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i]!, 3);
});
