import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { UpdateRule } from './rule.js';

/**
 * RMSProp (Tieleman and Hinton 2012), centered and with momentum as in Graves (arXiv 1308.0850, equations 38 to 41):
 *
 *     n <- decay n + (1 - decay) g^2
 *     m <- decay m + (1 - decay) g                       (centered, else m = 0)
 *     v <- momentum v + rate g / sqrt(n - m^2 + epsilon)
 *     x <- x - v
 *
 * tfjs's centered form subtracts epsilon under the root, which is NaN for small gradients; this one adds it.
 */
export interface RMSPropOptions {
  readonly name: 'rmsprop';
  /** In [0, 1). @defaultValue 0.9 */
  readonly decay?: number | undefined;
  /** In [0, 1). @defaultValue 0 */
  readonly momentum?: number | undefined;
  /** > 0. @defaultValue 1e-7 */
  readonly epsilon?: number | undefined;
  /** @defaultValue false */
  readonly centered?: boolean | undefined;
}

export const rmspropSchema = z.strictObject({
  name: z.literal('rmsprop'),
  decay: z.number().min(0).lt(1).optional(),
  momentum: z.number().min(0).lt(1).optional(),
  epsilon: z.number().positive().optional(),
  centered: z.boolean().optional(),
}) satisfies z.ZodType<RMSPropOptions>;

/** What Graves (2013) trained with, and the Neural Turing Machine after him. */
export const gravesRMSProp: RMSPropOptions = {
  name: 'rmsprop',
  decay: 0.95,
  momentum: 0.9,
  epsilon: 1e-4,
  centered: true,
};

export function rmsprop(options: RMSPropOptions): UpdateRule {
  const { decay = 0.9, momentum = 0, epsilon = 1e-7, centered = false } = options;
  const average = (before: tf.Tensor, now: tf.Tensor) =>
    tf.add(tf.mul(before, decay), tf.mul(now, 1 - decay));
  return {
    slots: { square: 0, ...(centered && { mean: 0 }), ...(momentum > 0 && { velocity: 0 }) },
    scalars: {},
    update({ gradient, slots, rate }) {
      const square = average(slots['square'], tf.square(gradient));
      const mean = centered ? average(slots['mean'], gradient) : undefined;
      const variance = mean ? tf.sub(square, tf.square(mean)) : square;
      const change = tf.div(tf.mul(gradient, rate), tf.sqrt(tf.add(variance, epsilon)));
      const velocity = momentum > 0 ? tf.add(tf.mul(slots['velocity'], momentum), change) : undefined;
      return {
        decrease: velocity ?? change,
        slots: { square, ...(mean && { mean }), ...(velocity && { velocity }) },
      };
    },
    advance: () => ({}),
  };
}
