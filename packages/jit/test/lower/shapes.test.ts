import * as tf from '@tensorflow/tfjs';
import { jit } from '../../src/api/jit.js';

beforeAll(() => tf.setBackend('cpu'));

/** Row 1 of the matrix, every second column from the last one on: `x[1, ::-2]`. */
const slice = (x: tf.Tensor): tf.Tensor => tf.stridedSlice(x, [1, 0], [2, 0], [1, -2], 3, 3, 0, 0, 1);

test('a strided slice that drops a dimension takes the steps of the others', () => {
  const x = tf.tensor2d([
    [1, 2, 3, 4],
    [5, 6, 7, 8],
  ]);
  expect(jit(slice, { fallback: 'error' })(x).arraySync()).toEqual([8, 6]);
});
