import * as tf from '@tensorflow/tfjs';

/** Whether all elements of all tensors are finite: a bool scalar. */
export const allFinite = (tensors: readonly tf.Tensor[]): tf.Scalar =>
  tf.all(tf.stack(tensors.map((tensor) => tf.all(tf.isFinite(tensor)))));
