import { binary, float, unary } from '../../../src/ir/build.js';
import { logOfNormal } from '../../../src/emit/math/logarithm.js';
import { boundedBy, isAtLeastNormal } from '../../../src/emit/nest/inspect.js';
import { unary as definitions } from '../../../src/ir/arithmetic.js';
import type { Expression } from '../../../src/ir/expression.js';
import type { RowKernel } from '../../../src/ir/kernel.js';
import { accuracy } from '../math/accuracy.js';
import { unaryBounds } from '../math/bounds.js';
import { everyFloat, neighbourhoods } from '../math/samples.js';
import { runBoth, single } from '../run.js';

const x: Expression = { kind: 'load', type: 'float32', window: { buffer: 0, offset: 0, strides: [1] } };
const samples = neighbourhoods();

/** Buffers begin at multiples of 16 bytes, with 16 between them. */
const START_OF_RESULTS = 4 * (Math.ceil(samples.length / 4) + 1);

/** Computes an expression of each of the samples. */
function kernelOf(value: Expression): RowKernel {
  const window = { buffer: 1, offset: 0, strides: [1] };
  return {
    kind: 'row',
    outer: [samples.length],
    inner: [],
    passes: [{ kind: 'store', over: 'all', stores: [{ type: 'float32', window, value }] }],
    buffers: 2,
  };
}

test.each([1e-12, -3, Infinity, -Infinity, 0, -0])(
  'the larger and the smaller of a value and %d, with NaN and zeros of both signs',
  (bound) => {
    for (const operator of ['max', 'min'] as const) {
      for (const value of [binary(operator, x, float(bound)), binary(operator, float(bound), x)]) {
        const program = single(kernelOf(value), [samples.length, samples.length]);
        const { compiled } = runBoth(program, (floats) => floats.set(samples), { base: 0 });
        const results = new Float32Array(compiled, 4 * START_OF_RESULTS, samples.length);
        const expected = samples.map((sample) => Math[operator](sample, bound));
        expect(results.every((result, i) => Object.is(result, expected[i]))).toBe(true);
      }
    }
  },
);

test('the logarithm of what is bounded from below', () => {
  const least = 2 ** -126;
  for (const list of [everyFloat(4099), samples]) {
    const values = list.map((value) => Math.max(value, least));
    const worst = accuracy(logOfNormal, definitions.log, [values]);
    expect({ ...worst, isWithin: worst.ulp <= unaryBounds.log! }).toEqual({ ...worst, isWithin: true });
  }
});

test('what is known to be bounded', () => {
  expect(boundedBy(binary('max', x, float(2)), 'max')).toEqual({ x, bound: 2 });
  expect(boundedBy(binary('max', x, float(2)), 'min')).toBeUndefined();
  for (const bound of [0, -0, NaN]) expect(boundedBy(binary('max', x, float(bound)), 'max')).toBeUndefined();
  expect(isAtLeastNormal(binary('max', x, float(1e-12)))).toBe(true);
  expect(isAtLeastNormal(binary('max', x, float(1e-40)))).toBe(false);
  expect(isAtLeastNormal(binary('max', x, float(-1)))).toBe(false);
  expect(isAtLeastNormal(binary('min', x, float(1)))).toBe(false);
  expect(isAtLeastNormal(binary('min', binary('max', x, float(0.1)), float(0.9)))).toBe(true);
  expect(isAtLeastNormal(binary('min', binary('max', x, float(0.1)), float(-1)))).toBe(false);
  expect(isAtLeastNormal(binary('max', binary('max', x, float(0.1)), float(-1)))).toBe(true);
  expect(isAtLeastNormal(unary('exp', x))).toBe(false);
});
