import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { Tensors } from './optimizers/rule.js';

/** How gradients are kept small; with both, values are clipped first. Without either they stay as they are. */
export interface ClipOptions {
  /** Each element is brought into [-value, value]; > 0. */
  readonly value?: number | undefined;
  /** All gradients together are scaled down to at most this Euclidean norm; > 0. */
  readonly norm?: number | undefined;
}

export const clipSchema: z.ZodType<ClipOptions> = z.strictObject({
  value: z.number().positive().optional(),
  norm: z.number().positive().optional(),
});

const map = (tensors: Tensors, fn: (tensor: tf.Tensor) => tf.Tensor): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, fn(tensor)]));

/** The Euclidean norm of all elements of all tensors, a scalar. */
export const globalNorm = (tensors: Tensors): tf.Scalar =>
  tf.sqrt(tf.addN(Object.values(tensors).map((tensor) => tf.sum(tf.square(tensor))))) as tf.Scalar;

/** `g / max(1, norm / limit)` for the norm of all gradients (Pascanu et al. 2013, algorithm 1). */
const byGlobalNorm = (gradients: Tensors, limit: number): Tensors => {
  const scale = tf.div(limit, tf.maximum(globalNorm(gradients), limit));
  return map(gradients, (gradient) => tf.mul(gradient, scale));
};

/** Clips gradients by value, then by global norm, as asked. */
export function clip(gradients: Tensors, { value, norm }: ClipOptions): Tensors {
  const bounded = value === undefined ? gradients : map(gradients, (g) => tf.clipByValue(g, -value, value));
  return norm === undefined ? bounded : byGlobalNorm(bounded, norm);
}
