import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { UpdateRule } from './rule.js';

/** `v <- momentum v + g`, `x <- x - rate v`; with Nesterov's look-ahead `x <- x - rate (g + momentum v)`. */
export interface MomentumOptions {
  readonly name: 'momentum';
  /** In [0, 1). @defaultValue 0.9 */
  readonly momentum?: number | undefined;
  /** @defaultValue false */
  readonly nesterov?: boolean | undefined;
}

export const momentumSchema = z.strictObject({
  name: z.literal('momentum'),
  momentum: z.number().min(0).lt(1).optional(),
  nesterov: z.boolean().optional(),
}) satisfies z.ZodType<MomentumOptions>;

export const momentum = ({ momentum = 0.9, nesterov = false }: MomentumOptions): UpdateRule => ({
  slots: { velocity: 0 },
  scalars: {},
  update({ gradient, slots, rate }) {
    const velocity = tf.add(tf.mul(momentum, slots['velocity']), gradient);
    const direction = nesterov ? tf.add(gradient, tf.mul(momentum, velocity)) : velocity;
    return { decrease: tf.mul(rate, direction), slots: { velocity } };
  },
  advance: () => ({}),
});
