import * as tf from '@tensorflow/tfjs';

/** What `compute` makes of `input`, as a constant to the gradient: tfjs has no stop_gradient of its own. */
export function detached<Input extends tf.Tensor, Output extends tf.Tensor>(
  input: Input,
  compute: (input: Input) => Output,
): Output {
  // The gradient takes the shape and not the input, which may be freed by then.
  const { shape } = input;
  const constant = tf.customGrad((...args) => ({
    value: compute(args[0] as Input),
    gradFunc: () => tf.zeros(shape),
  }));
  return constant(input) as Output;
}
