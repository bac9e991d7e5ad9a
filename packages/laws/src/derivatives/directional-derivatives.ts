import type { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { confirmed, derivative, type Measured } from './derivative.js';

/** How a sum changes along a direction in one variable. */
export interface DirectionalDerivative {
  /** By backpropagation. */
  readonly analytic: number;
  /** By finite differences. */
  readonly numeric: number;
  /** How far the finite differences may be off; large where the function has a kink or a jump nearby. */
  readonly error: number;
}

/**
 * The derivative of the sum of `outputs` along a random direction in each of the trainable variables, in two ways.
 * The variables are moved and put back.
 *
 * One direction tests a whole gradient at once: two vectors that differ have different products with nearly all of
 * them. It is drawn in the size that the numbers of the variable have, so that steps are relative. Differences are
 * taken of each output by itself and summed in float64: a sum in float32 would round away what is to be measured.
 *
 * @param outputs of any shape; the same at each call but for the variables
 */
export function directionalDerivatives(
  variables: Readonly<Record<string, tf.Variable>>,
  outputs: () => tf.Tensor,
  random: RandomStream,
): Record<string, DirectionalDerivative> {
  const trained = Object.entries(variables).filter(([, { trainable }]) => trainable);
  const gradients = gradientsOf(
    outputs,
    trained.map(([, variable]) => variable),
  );
  const derivatives = trained.map(([name, variable], index) => {
    const start = variable.dataSync().slice();
    const direction = directionLike(start, random);
    const at = (step: number): Float32Array => {
      const values = start.map((value, i) => value + step * direction[i]);
      tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
      return tf.tidy(() => outputs().dataSync() as Float32Array);
    };
    const difference = (step: number): number => sumOfDifferences(at(step), at(-step));
    const analytic = gradients[index].reduce((sum, slope, i) => sum + slope * direction[i], 0);
    const compared = ({ value: numeric, error }: Measured): DirectionalDerivative => ({
      analytic,
      numeric,
      error,
    });
    const measured = derivative(difference);
    const result = compared(measured);
    const its = agrees(result) ? result : compared(confirmed(measured, difference));
    at(0);
    return [name, its] as const;
  });
  return Object.fromEntries(derivatives);
}

/** The gradient of the sum of the outputs in each variable; zeros where a variable has no effect. */
export function variableGradients(
  outputs: () => tf.Tensor,
  variables: readonly tf.Variable[],
): readonly tf.Tensor[] {
  if (variables.length === 0) return [];
  // With it no variable is without connection to the loss, which tfjs takes for an error.
  const nothing = (): tf.Tensor => tf.addN(variables.map((variable) => tf.mul(tf.sum(variable), 0)));
  const { grads } = tf.variableGrads(() => tf.add(tf.sum(outputs()), nothing()), [...variables]);
  return variables.map(({ name }) => grads[name]);
}

/** The numbers of these gradients. */
export function gradientsOf(
  outputs: () => tf.Tensor,
  variables: readonly tf.Variable[],
): readonly Float32Array[] {
  return tf.tidy(() =>
    variableGradients(outputs, variables).map((gradient) => gradient.dataSync() as Float32Array),
  );
}

/** Below it a difference of the two ways is no more than rounding. */
const NEGLIGIBLE = 1e-4;

/** Whether the two ways agree, as far as float32 can tell: to 0.3 % and to the error of the finite differences. */
export function agrees({ analytic, numeric, error }: DirectionalDerivative): boolean {
  const size = Math.max(Math.abs(analytic), Math.abs(numeric));
  return Math.abs(analytic - numeric) <= 3e-3 * size + 2 * error + NEGLIGIBLE;
}

/** Whether the finite differences say anything, which they do not at a kink or a jump. */
export function isMeasured({ numeric, error }: DirectionalDerivative): boolean {
  return error <= 0.02 * Math.abs(numeric) + 10 * NEGLIGIBLE;
}

/** Normal numbers of the size of the given ones, or of size 1 if those are all 0. */
function directionLike(values: ArrayLike<number>, random: RandomStream): Float32Array {
  const numbers = Array.from(values);
  const size = Math.sqrt(numbers.reduce((sum, x) => sum + x * x, 0) / numbers.length) || 1;
  return Float32Array.from(numbers, () => random.normal(0, size));
}

const sumOfDifferences = (a: Float32Array, b: Float32Array): number =>
  a.reduce((sum, value, i) => sum + (value - b[i]), 0);
