import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { UpdateRule } from './rule.js';

/**
 * Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1):
 *
 *     m <- beta1 m + (1 - beta1) g,  n <- beta2 n + (1 - beta2) g^2
 *     x <- x - rate (m / (1 - beta1^t)) / (sqrt(n / (1 - beta2^t)) + epsilon)
 *
 * A batch with a rare sequence in it may have a gradient many times as long as usual, which Adam makes a step of. `surprise`
 * limits how many times as long as the squares n of earlier steps let expect, for each variable; what is longer is shortened
 * (as Adafactor limits its steps: Shazeer and Stern 2018, arXiv 1804.04235, section 6).
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
  /** > 0. @defaultValue no limit */
  readonly surprise?: number | undefined;
}

export const adamSchema = z.strictObject({
  name: z.literal('adam'),
  beta1: z.number().min(0).lt(1).optional(),
  beta2: z.number().min(0).lt(1).optional(),
  epsilon: z.number().positive().optional(),
  amsgrad: z.boolean().optional(),
  surprise: z.number().positive().optional(),
}) satisfies z.ZodType<AdamOptions>;

export const adam = ({
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-7,
  amsgrad = false,
  surprise,
}: AdamOptions): UpdateRule => ({
  slots: { mean: 0, square: 0, ...(amsgrad && { largest: 0 }) },
  // beta1^t and beta2^t of the coming step t = 1, 2, ...
  scalars: { beta1Power: beta1, beta2Power: beta2 },
  update({ gradient: given, slots, scalars, rate }) {
    const gradient =
      surprise === undefined
        ? given
        : shortened(given, tf.mul(expectedNorm(slots['square'], scalars['beta2Power'], beta2), surprise));
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

/** What n of the step before says of the norm of a gradient; infinite as long as none was other than 0. */
function expectedNorm(square: tf.Tensor, beta2Power: tf.Tensor, beta2: number): tf.Tensor {
  const sum = tf.sum(square);
  const unbiased = tf.div(sum, tf.sub(1, tf.div(beta2Power, beta2)));
  return tf.where(tf.greater(sum, 0), tf.sqrt(unbiased), Infinity);
}

/** A gradient of at most such a norm. */
function shortened(gradient: tf.Tensor, limit: tf.Tensor): tf.Tensor {
  const norm = tf.norm(gradient);
  return tf.where(tf.greater(norm, limit), tf.mul(gradient, tf.div(limit, norm)), gradient);
}
