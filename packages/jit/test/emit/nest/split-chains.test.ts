import { nodesOf, rootsOf } from '../../../src/emit/nest/inspect.js';
import { nestOf, type Sweep } from '../../../src/emit/nest/nest.js';
import { splitChains } from '../../../src/emit/nest/split-chains.js';
import { binary, unary } from '../../../src/ir/build.js';
import type { Expression } from '../../../src/ir/expression.js';
import type { RowKernel } from '../../../src/ir/kernel.js';
import { runBoth, single } from '../run.js';

const [ROWS, UNITS] = [3, 21];
const SIZE = ROWS * UNITS;

const window = (buffer: number) => ({ buffer, offset: 0, strides: [UNITS, 1] });
const load = (buffer: number): Expression => ({ kind: 'load', type: 'float32', window: window(buffer) });

function kernelOf(values: readonly Expression[], firstBuffer: number): RowKernel {
  return {
    kind: 'row',
    outer: [ROWS, UNITS],
    inner: [],
    passes: [
      {
        kind: 'store',
        over: 'all',
        stores: values.map((value, i) => ({ type: 'float32', window: window(firstBuffer + i), value })),
      },
    ],
    buffers: firstBuffer + values.length,
  };
}

/** The cell of an LSTM from its four gates and its last content, which are the buffers 0 to 4. */
function cell(): Expression[] {
  const [write, keep, show] = [0, 1, 2].map((gate) => unary('sigmoid', load(gate)));
  const candidate = unary('tanh', load(3));
  const content = binary('add', binary('mul', keep!, load(4)), binary('mul', write!, candidate));
  const shown = unary('tanh', content);
  return [write!, keep!, show!, candidate, content, shown, binary('mul', show!, shown)];
}

const functionsIn = (sweep: Sweep): number =>
  nodesOf(rootsOf(sweep)).filter((e) => e.kind === 'unary' && ['sigmoid', 'tanh'].includes(e.operator))
    .length;

test('the functions of a cell are computed one after the other, each from what is stored', () => {
  const { outer, inner, sweeps } = splitChains(nestOf(kernelOf(cell(), 5)));
  expect([outer, inner]).toEqual([[ROWS], [UNITS]]);
  expect(sweeps.map(functionsIn)).toEqual([1, 1, 1, 1, 1]);
  expect(sweeps.map(({ stores }) => stores.length)).toEqual([1, 1, 1, 2, 2]);
});

test('a cell is what the interpreter makes of it', () => {
  const program = single(kernelOf(cell(), 5), new Array<number>(12).fill(SIZE));
  const { interpreted, compiled } = runBoth(program, (floats) => {
    for (let i = 0; i < floats.length; i++) floats[i] = ((i * 37) % 101) / 20 - 2.5;
  });
  const [expected, actual] = [new Float32Array(interpreted), new Float32Array(compiled)];
  for (let i = 0; i < expected.length; i++) expect(actual[i]).toBeCloseTo(expected[i]!, 5);
});

test('what is overwritten in place, and a function that nobody stores but two use, stay in one sweep', () => {
  const inPlace = kernelOf(cell(), 4);
  expect(splitChains(nestOf(inPlace))).toEqual(nestOf(inPlace));
  const shared = unary('sigmoid', load(0));
  const both = kernelOf([unary('tanh', shared), binary('mul', unary('tanh', load(1)), shared)], 2);
  expect(splitChains(nestOf(both))).toEqual(nestOf(both));
});
