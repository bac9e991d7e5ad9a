import * as tf from '@tensorflow/tfjs';

/** What a layer makes of its sums. */
export type Activation = 'tanh' | 'sigmoid' | 'relu';

export const activations: Readonly<Record<Activation, (x: tf.Tensor2D) => tf.Tensor2D>> = {
  tanh: tf.tanh,
  sigmoid: tf.sigmoid,
  relu: tf.relu,
};

export const activationNames = Object.keys(activations) as readonly Activation[];
