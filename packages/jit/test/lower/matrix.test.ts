import * as tf from '@tensorflow/tfjs';
import { jit } from '../../src/api/jit.js';

beforeAll(() => tf.setBackend('cpu'));

test('a product repeats an operand along any dimension of its batch, where the cpu backend pairs wrong matrices', () => {
  const product = jit((a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b), { fallback: 'error' });
  const a = tf.tensor([1, 10], [2, 1, 1, 1]);
  const b = tf.tensor([1, 2, 3, 4, 5, 6], [2, 3, 1, 1]);
  expect([...product(a, b).dataSync()]).toEqual([1, 2, 3, 40, 50, 60]);
  expect([...product(b, a).dataSync()]).toEqual([1, 2, 3, 40, 50, 60]);
});
