import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';

/** Standard normal numbers in the given shape. */
export function randomTensor<R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number): tf.Tensor<R> {
  const random = RandomStream.fromSeed(seed);
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, () => random.normal());
  return tf.tensor<R>(values, shape);
}

/** The numbers of a tensor as nested arrays. */
export const nested = <T>(tensor: tf.Tensor): T => tensor.arraySync() as T;

/** Gives every variable fresh normal numbers, biases and initial states included, so that all of them matter. */
export function scatter(variables: Readonly<Record<string, tf.Variable>>, seed: number, scale = 0.5): void {
  Object.values(variables).forEach((variable, index) =>
    tf.tidy(() => variable.assign(tf.mul(randomTensor(variable.shape as [number], seed + index), scale))),
  );
}

/** The largest difference of two tensors. */
export const distance = (a: tf.Tensor, b: tf.Tensor): number =>
  tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!);
