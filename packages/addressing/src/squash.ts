import type * as tf from '@tensorflow/tfjs';

/** What bounds an emitted vector: tanh to [-1, 1], or nothing. */
export type Squash = 'tanh' | 'none';

export const squashes: readonly Squash[] = ['tanh', 'none'];

export function squashed(vector: tf.Tensor3D, squash: Squash): tf.Tensor3D {
  return squash === 'tanh' ? vector.tanh() : vector;
}
