import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { clip, globalNorm } from '../src/clip.js';

beforeAll(useTestBackend);

/** Numbers below this are 0 to some backends, which is as good. */
const smallestNormal = 2 ** -126;
const values = fc.array(
  fc.float({ min: -100, max: 100, noNaN: true }).filter((x) => x === 0 || Math.abs(x) >= smallestNormal),
  { minLength: 1, maxLength: 5 },
);
const gradients = fc.record({ a: values, b: values });
const limit = fc.float({ min: Math.fround(0.01), max: 50, noNaN: true });

const clipped = (drawn: { a: number[]; b: number[] }, options: { value?: number; norm?: number }) =>
  tf.tidy(() => {
    const { a, b } = clip({ a: tf.tensor1d(drawn.a), b: tf.tensor1d(drawn.b) }, options);
    return { a: Array.from(a.dataSync()), b: Array.from(b.dataSync()) };
  });

const norm = ({ a, b }: { a: number[]; b: number[] }) => Math.hypot(...a, ...b);

test('by value: element by element', () => {
  fc.assert(
    fc.property(gradients, limit, (drawn, value) => {
      const bounded = (list: number[]) => list.map((x) => Math.fround(Math.min(value, Math.max(-value, x))));
      expect(clipped(drawn, { value })).toEqual({ a: bounded(drawn.a), b: bounded(drawn.b) });
    }),
  );
});

test('by norm: the direction stays, the norm is the smaller one', () => {
  fc.assert(
    fc.property(gradients, limit, (drawn, most) => {
      const result = clipped(drawn, { norm: most });
      const scale = norm(drawn) <= most ? 1 : most / norm(drawn);
      for (const name of ['a', 'b'] as const) {
        result[name].forEach((x, i) =>
          expect(Math.abs(x - scale * drawn[name][i])).toBeLessThanOrEqual(1e-4),
        );
      }
    }),
  );
});

test('value first, then norm: by hand', () => {
  // Values bring (30, 4) to (3, 4) with norm 5; then the norm is halved.
  expect(clipped({ a: [30], b: [4] }, { value: 4, norm: 2.5 })).toEqual({
    a: [expect.closeTo(4 * (2.5 / Math.hypot(4, 4)), 5)],
    b: [expect.closeTo(4 * (2.5 / Math.hypot(4, 4)), 5)],
  });
});

test('zero gradients stay zero, and without options nothing is done', () => {
  expect(clipped({ a: [0], b: [0, 0] }, { norm: 1 })).toEqual({ a: [0], b: [0, 0] });
  expect(clipped({ a: [1e6], b: [-1] }, {})).toEqual({ a: [1e6], b: [-1] });
});

test('the norm of all tensors together', () => {
  fc.assert(
    fc.property(gradients, (drawn) => {
      const actual = tf.tidy(
        () => globalNorm({ a: tf.tensor1d(drawn.a), b: tf.tensor1d(drawn.b) }).dataSync()[0],
      );
      expect(Math.abs(actual - norm(drawn))).toBeLessThanOrEqual(1e-4 * (1 + norm(drawn)));
    }),
  );
});

test('by the norm of each variable: none of them feels the others', () => {
  const options = { variableNorm: 5 };
  const of = (a: number[], b: number[]) =>
    tf.tidy(() => {
      const result = clip({ a: tf.tensor1d(a), b: tf.tensor1d(b) }, options);
      return [Array.from(result.a.dataSync()), Array.from(result.b.dataSync())];
    });
  expect(of([3, 4], [0.3, 0])).toEqual([
    [3, 4],
    [Math.fround(0.3), 0],
  ]);
  const [large, small] = of([60, 80], [0.3, 0]);
  expect(large[0]).toBeCloseTo(3, 5);
  expect(large[1]).toBeCloseTo(4, 5);
  expect(small).toEqual([Math.fround(0.3), 0]);
});
