import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { UpdateRule } from './rule.js';

/**
 * Adadelta (Zeiler, arXiv 1212.5701, algorithm 1):
 *
 *     n <- decay n + (1 - decay) g^2
 *     d = sqrt(u + epsilon) / sqrt(n + epsilon) g,  u <- decay u + (1 - decay) d^2
 *     x <- x - rate d
 *
 * tfjs divides by the root of n before this step's gradient went in; here it is the paper's n.
 */
export interface AdadeltaOptions {
  readonly name: 'adadelta';
  /** In [0, 1). @defaultValue 0.95 */
  readonly decay?: number | undefined;
  /** > 0. @defaultValue 1e-6 */
  readonly epsilon?: number | undefined;
}

export const adadeltaSchema = z.strictObject({
  name: z.literal('adadelta'),
  decay: z.number().min(0).lt(1).optional(),
  epsilon: z.number().positive().optional(),
}) satisfies z.ZodType<AdadeltaOptions>;

export function adadelta({ decay = 0.95, epsilon = 1e-6 }: AdadeltaOptions): UpdateRule {
  const average = (before: tf.Tensor, now: tf.Tensor) =>
    tf.add(tf.mul(before, decay), tf.mul(now, 1 - decay));
  const root = (square: tf.Tensor) => tf.sqrt(tf.add(square, epsilon));
  return {
    slots: { square: 0, change: 0 },
    scalars: {},
    update({ gradient, slots, rate }) {
      const square = average(slots['square'], tf.square(gradient));
      const direction = tf.mul(tf.div(root(slots['change']), root(square)), gradient);
      const change = average(slots['change'], tf.square(direction));
      return { decrease: tf.mul(direction, rate), slots: { square, change } };
    },
    advance: () => ({}),
  };
}
