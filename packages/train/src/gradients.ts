import * as tf from '@tensorflow/tfjs';
import type { Tensors } from './optimizers/rule.js';

/** A loss, and what is told beside it. */
export interface Told<Beside> {
  readonly loss: tf.Scalar;
  readonly beside: Beside;
}

export interface Gradients<Beside> extends Told<Beside> {
  /** The gradients of some of the variables by their names here; a variable that the loss does not depend on has none. */
  of(variables: Readonly<Record<string, tf.Variable>>): Tensors;
}

/** The gradients of a loss with respect to some variables. What is told beside the loss outlives the call as well. */
export function gradients<Beside extends Readonly<Record<string, tf.Tensor>>>(
  variables: readonly tf.Variable[],
  compute: () => Told<Beside>,
): Gradients<Beside> {
  let kept: Beside | undefined;
  const { value: loss, grads } = tf.variableGrads(() => {
    const { loss, beside } = compute();
    // What is not the value of the function would be freed at its end.
    Object.values(beside).forEach((tensor) => tf.keep(tensor));
    kept = beside;
    return loss;
  }, [...variables]);
  const copies = Object.entries(kept!).map(([name, tensor]) => {
    const copy = tf.clone(tensor);
    tensor.dispose();
    return [name, copy] as const;
  });
  return {
    loss,
    beside: Object.fromEntries(copies) as unknown as Beside,
    of: (some) =>
      Object.fromEntries(
        Object.entries(some).flatMap(([name, variable]) => {
          const gradient = grads[variable.name] as tf.Tensor | undefined;
          return gradient ? [[name, gradient] as const] : [];
        }),
      ),
  };
}
