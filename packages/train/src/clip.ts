import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { Tensors } from './optimizers/rule.js';

/** How gradients are kept small; with several, they are clipped in the order below. Without any they stay as they are. */
export interface ClipOptions {
  /** Each element is brought into [-value, value]; > 0. */
  readonly value?: number | undefined;
  /** The gradient of each variable is scaled down to at most this Euclidean norm, whatever the others are; > 0. */
  readonly variableNorm?: number | undefined;
  /** All gradients together are scaled down to at most this Euclidean norm; > 0. */
  readonly norm?: number | undefined;
}

export const clipSchema: z.ZodType<ClipOptions> = z.strictObject({
  value: z.number().positive().optional(),
  variableNorm: z.number().positive().optional(),
  norm: z.number().positive().optional(),
});

const map = (tensors: Tensors, fn: (tensor: tf.Tensor) => tf.Tensor): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, fn(tensor)]));

/** The Euclidean norm of all elements of all tensors, a scalar. */
export const globalNorm = (tensors: Tensors): tf.Scalar =>
  tf.sqrt(tf.addN(Object.values(tensors).map((tensor) => tf.sum(tf.square(tensor))))) as tf.Scalar;

/** `g / max(1, norm / limit)` for the norm of all gradients together (Pascanu et al. 2013, algorithm 1). */
const toNorm = (gradients: Tensors, limit: number): Tensors => {
  const scale = tf.div(limit, tf.maximum(globalNorm(gradients), limit));
  return map(gradients, (gradient) => tf.mul(gradient, scale));
};

/** Clips gradients by value, then each by its norm, then all by theirs, as asked. */
export function clip(gradients: Tensors, { value, variableNorm, norm }: ClipOptions): Tensors {
  const bounded = value === undefined ? gradients : map(gradients, (g) => tf.clipByValue(g, -value, value));
  const each = variableNorm === undefined ? bounded : map(bounded, (g) => toNorm({ g }, variableNorm).g);
  return norm === undefined ? each : toNorm(each, norm);
}
