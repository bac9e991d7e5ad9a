import { generateKernel } from '../../../src/emit/kernel.js';
import { opcodes } from '../../../src/emit/wasm/opcodes.js';
import { binary, unary } from '../../../src/ir/build.js';
import type { Expression } from '../../../src/ir/expression.js';
import type { RowKernel } from '../../../src/ir/kernel.js';
import { runBoth, single } from '../run.js';

const [ROWS, LENGTH] = [7, 21];

const load = (buffer: number, strides: readonly number[]): Expression => ({
  kind: 'load',
  type: 'float32',
  window: { buffer, offset: 0, strides },
});

/** y = x sqrt(row) + log(sum of x over the row), where a row is as long as the loop over it is worth while. */
function kernelOf(rows: number): RowKernel {
  const x = load(0, [LENGTH, 1]);
  const sum: Expression = { kind: 'accumulator', type: 'float32', index: 0 };
  const value = binary('add', binary('mul', x, unary('sqrt', load(1, [1, 0]))), unary('log', sum));
  return {
    kind: 'row',
    outer: [rows],
    inner: [LENGTH],
    passes: [
      { kind: 'accumulate', first: 0, accumulators: [{ reduction: 'sum', value: x }] },
      {
        kind: 'store',
        over: 'all',
        stores: [{ type: 'float32', window: { buffer: 2, offset: 0, strides: [LENGTH, 1] }, value }],
      },
    ],
    buffers: 3,
  };
}

function count(kernel: RowKernel, opcode: keyof typeof opcodes): number {
  const code = Array.from(generateKernel(kernel, true).finish());
  const number = opcodes[opcode] & 0xff;
  return code.filter((byte, i) => byte === 0xfd && code[i + 1] === (number | 0x80) && code[i + 2] === 1)
    .length;
}

test('what belongs to rows as a whole is computed for those of a block at once', () => {
  // A block of four rows, and one of the three that are left over.
  expect(count(kernelOf(4), 'f32x4.sqrt')).toBe(1);
  expect(count(kernelOf(ROWS), 'f32x4.sqrt')).toBe(2);
  expect(count(kernelOf(1), 'f32x4.sqrt')).toBe(1);
});

test.each([1, 2, 3, 4, ROWS])('the interpreter finds the same in %i rows', (rows) => {
  const program = single(kernelOf(rows), [rows * LENGTH, rows, rows * LENGTH]);
  const { interpreted, compiled } = runBoth(program, (floats) => {
    for (let i = 0; i < floats.length; i++) floats[i] = ((i * 37) % 101) / 20 + 0.1;
  });
  const [expected, actual] = [new Float32Array(interpreted), new Float32Array(compiled)];
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i]!, 4);
});
