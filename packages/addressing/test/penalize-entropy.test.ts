import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { penalizeEntropy } from '../src/index.js';

beforeAll(useTestBackend);

const rows = [
  [
    [0.5, 0.25, 0.25],
    [1, 0, 0],
  ],
  [
    [0.1, 0.2, 0.7],
    [0.3, 0.3, 0.4],
  ],
];
const values = rows.flat(2);

/** The entropy of all heads, averaged over a batch of two. */
const entropy = (weights: readonly number[]): number =>
  weights.reduce((sum, w) => sum - (w > 0 ? w * Math.log(w) : 0), 0) / 2;

const gradientOf = (cost: number): Float32Array =>
  tf.tidy(() => {
    const loss = (w: tf.Tensor): tf.Scalar =>
      penalizeEntropy(w as tf.Tensor3D, cost)
        .square()
        .sum();
    return tf.grad(loss)(tf.tensor3d(rows)).dataSync<'float32'>();
  });

test('the weighting stays as it is', () => {
  tf.tidy(() =>
    expect([...penalizeEntropy(tf.tensor3d(rows), 3).dataSync()]).toEqual([...new Float32Array(values)]),
  );
});

test('the gradient is that of the loss and the entropy times its cost, by finite differences', () => {
  const [cost, step] = [0.7, 1e-6];
  const minimized = (weights: readonly number[]): number =>
    weights.reduce((sum, w) => sum + w ** 2, 0) + cost * entropy(weights);
  const gradient = gradientOf(cost);
  values.forEach((value, i) => {
    if (value === 0) return;
    const moved = (by: number): number => minimized(values.map((w, at) => (at === i ? w + by : w)));
    expect(gradient[i]!).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 4);
  });
});

test('a weight of 0 is held down by a finite gradient', () => {
  const gradient = gradientOf(1);
  const zeros = values.flatMap((value, i) => (value === 0 ? [gradient[i]!] : []));
  expect(zeros).toHaveLength(2);
  for (const slope of zeros) expect(slope).toBeCloseTo((Math.log(1e9) - 1) / 2, 4);
});

test('a cost of 0 changes nothing, and none below is allowed', () => {
  expect([...gradientOf(0)]).toEqual([...new Float32Array(values.map((w) => 2 * w))]);
  expect(() => penalizeEntropy(tf.tensor3d(rows), -1)).toThrow('cost must be a finite number >= 0, got -1');
});

test('what costs nothing changes nothing: no kernel is added', () => {
  tf.tidy(() => {
    const weighting = tf.tensor3d(rows);
    expect(penalizeEntropy(weighting, 0)).toBe(weighting);
  });
});
