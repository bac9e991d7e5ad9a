import * as tf from '@tensorflow/tfjs';
import { randomTensor } from './tensors.js';

/**
 * The derivative of a loss along a random direction in each variable, by backpropagation and by central differences.
 * Both by the variable's name.
 */
export function directionalDerivatives(
  variables: Readonly<Record<string, tf.Variable>>,
  loss: () => tf.Scalar,
  seed: number,
  epsilon = 1e-2,
): Record<string, { analytic: number; numeric: number }> {
  const number = (scalar: () => tf.Tensor): number => tf.tidy(() => scalar().dataSync()[0]!);
  const { grads } = tf.tidy(() => tf.variableGrads(loss, Object.values(variables)));
  const result = Object.entries(variables).map(([name, variable], index) => {
    const direction = randomTensor(variable.shape as [number], seed + index);
    const start = variable.clone();
    const at = (step: number): number => {
      tf.tidy(() => variable.assign(tf.add(start, tf.mul(direction, step))));
      return number(loss);
    };
    const numeric = (at(epsilon) - at(-epsilon)) / (2 * epsilon);
    variable.assign(start);
    const analytic = number(() => tf.sum(tf.mul(grads[variable.name]!, direction)));
    tf.dispose([start, direction]);
    return [name, { analytic, numeric }] as const;
  });
  tf.dispose(grads);
  return Object.fromEntries(result);
}
