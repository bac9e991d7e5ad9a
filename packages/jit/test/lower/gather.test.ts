import * as tf from '@tensorflow/tfjs';
import { jit } from '../../src/api/jit.js';

beforeAll(() => tf.setBackend('cpu'));

test('sums of segments are those of tfjs, where elements are not finite as well', () => {
  const sums = (x: tf.Tensor): tf.Tensor => tf.unsortedSegmentSum(x, tf.tensor1d([0, 1, 1, 3], 'int32'), 3);
  const compiled = jit(sums, { fallback: 'error' });
  for (const x of [
    tf.tensor2d([1, 2, 3, 4, 5, 6, 7, 8], [4, 2]),
    tf.tensor2d([NaN, 2, 3, 4, 5, Infinity, 7, 8], [4, 2]),
  ]) {
    expect(compiled(x).arraySync()).toEqual(sums(x).arraySync());
  }
  expect(compiled(tf.ones([4, 1])).arraySync()).toEqual([[1], [2], [0]]);
});
