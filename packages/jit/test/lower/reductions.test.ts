import * as tf from '@tensorflow/tfjs';
import { jit } from '../../src/api/jit.js';

beforeAll(() => tf.setBackend('cpu'));

test.each([
  { shape: [2, 0], axis: 1 },
  { shape: [0], axis: 0 },
  { shape: [0, 3], axis: 0 },
])('the mean of nothing is that of tfjs: $shape along $axis', ({ shape, axis }) => {
  const mean = (x: tf.Tensor): tf.Tensor => tf.mean(x, axis);
  const x = tf.zeros(shape);
  const expected = mean(x).arraySync();
  expect([expected].flat()).toContain(0);
  expect(jit(mean, { fallback: 'error' })(x).arraySync()).toEqual(expected);
});
