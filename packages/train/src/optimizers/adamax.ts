import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { UpdateRule } from './rule.js';

/**
 * Adamax (Kingma and Ba, arXiv 1412.6980, algorithm 2):
 *
 *     m <- beta1 m + (1 - beta1) g,  u <- max(beta2 u, |g|)
 *     x <- x - rate / (1 - beta1^t) m / (u + epsilon)
 */
export interface AdamaxOptions {
  readonly name: 'adamax';
  /** In [0, 1). @defaultValue 0.9 */
  readonly beta1?: number | undefined;
  /** In [0, 1). @defaultValue 0.999 */
  readonly beta2?: number | undefined;
  /** > 0. @defaultValue 1e-7 */
  readonly epsilon?: number | undefined;
}

export const adamaxSchema = z.strictObject({
  name: z.literal('adamax'),
  beta1: z.number().min(0).lt(1).optional(),
  beta2: z.number().min(0).lt(1).optional(),
  epsilon: z.number().positive().optional(),
}) satisfies z.ZodType<AdamaxOptions>;

export const adamax = ({ beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: AdamaxOptions): UpdateRule => ({
  slots: { mean: 0, norm: 0 },
  // beta1^t of the coming step t = 1, 2, ...
  scalars: { beta1Power: beta1 },
  update({ gradient, slots, scalars, rate }) {
    const mean = tf.add(tf.mul(slots['mean'], beta1), tf.mul(gradient, 1 - beta1));
    const norm = tf.maximum(tf.mul(slots['norm'], beta2), tf.abs(gradient));
    const unbiasedRate = tf.div(rate, tf.sub(1, scalars['beta1Power']));
    const direction = tf.div(mean, tf.add(norm, epsilon));
    return { decrease: tf.mul(unbiasedRate, direction), slots: { mean, norm } };
  },
  advance: ({ beta1Power }) => ({ beta1Power: tf.mul(beta1Power, beta1) }),
});
