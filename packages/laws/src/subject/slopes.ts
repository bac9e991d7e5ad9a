import * as tf from '@tensorflow/tfjs';
import type { Tensors } from './subject.js';

/** The gradient of the sum of a loss in each of the inputs named, in their order; zeros where one has no effect. */
export function slopes(
  names: readonly string[],
  inputs: Tensors,
  loss: (inputs: Tensors) => tf.Tensor,
): readonly tf.Tensor[] {
  return tf.grads((...moved: tf.Tensor[]) => {
    // tfjs takes an input without connection to the loss for an error.
    const nothing = moved.map((tensor) => tf.mul(tf.sum(tensor), 0));
    const its = { ...inputs, ...Object.fromEntries(names.map((name, i) => [name, moved[i]])) };
    return tf.addN([tf.sum(loss(its)), ...nothing]);
  })(names.map((name) => inputs[name]));
}
