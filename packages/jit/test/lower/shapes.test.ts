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

test('cropping one more than there is gives what tfjs gives: the cut goes to the end', () => {
  const blocks = (x: tf.Tensor): tf.Tensor =>
    tf.batchToSpaceND(
      x,
      [2, 2],
      [
        [0, 1],
        [0, 0],
      ],
    );
  const nothing = tf.zeros([4, 0, 1, 1]);
  expect(jit(blocks, { fallback: 'error' })(nothing).shape).toEqual([1, 0, 2, 1]);
  expect(blocks(nothing).shape).toEqual([1, 0, 2, 1]);
});
