import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { UpdateRule } from './rule.js';

/**
 * Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1):
 *
 *     m <- beta1 m + (1 - beta1) g,  n <- beta2 n + (1 - beta2) g^2
 *     x <- x - rate (m / (1 - beta1^t)) / (sqrt(n / (1 - beta2^t)) + epsilon)
 *
 * With `amsgrad` the largest n so far takes the place of n (Reddi et al. 2018, arXiv 1904.09237, algorithm 2): steps that
 * became small when the gradients were long stay small.
 */
export interface AdamOptions {
  readonly name: 'adam';
  /** In [0, 1). @defaultValue 0.9 */
  readonly beta1?: number | undefined;
  /** In [0, 1). @defaultValue 0.999 */
  readonly beta2?: number | undefined;
  /** > 0. @defaultValue 1e-7 */
  readonly epsilon?: number | undefined;
  /** @defaultValue false */
  readonly amsgrad?: boolean | undefined;
}

export const adamSchema = z.strictObject({
  name: z.literal('adam'),
  beta1: z.number().min(0).lt(1).optional(),
  beta2: z.number().min(0).lt(1).optional(),
  epsilon: z.number().positive().optional(),
  amsgrad: z.boolean().optional(),
}) satisfies z.ZodType<AdamOptions>;

export const adam = ({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-7,
  amsgrad = false,
}: AdamOptions): UpdateRule => ({
  slots: { mean: 0, square: 0, ...(amsgrad && { largest: 0 }) },
  // beta1^t and beta2^t of the coming step t = 1, 2, ...
  scalars: { beta1Power: beta1, beta2Power: beta2 },
  update({ gradient, slots, scalars, rate }) {
    const mean = tf.add(tf.mul(slots['mean'], beta1), tf.mul(gradient, 1 - beta1));
    const square = tf.add(tf.mul(slots['square'], beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const unbiasedMean = tf.div(mean, tf.sub(1, scalars['beta1Power']));
    const largest = amsgrad ? tf.maximum(slots['largest'], square) : square;
    const unbiasedSquare = tf.div(largest, tf.sub(1, scalars['beta2Power']));
    const direction = tf.div(unbiasedMean, tf.add(tf.sqrt(unbiasedSquare), epsilon));
    return { decrease: tf.mul(direction, rate), slots: { mean, square, ...(amsgrad && { largest }) } };
  },
  advance: ({ beta1Power, beta2Power }) => ({
    beta1Power: tf.mul(beta1Power, beta1),
    beta2Power: tf.mul(beta2Power, beta2),
  }),
});
