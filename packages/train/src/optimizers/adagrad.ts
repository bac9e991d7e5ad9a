import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { UpdateRule } from './rule.js';

/** Adagrad (Duchi et al. 2011): `n <- n + g^2`, `x <- x - rate g / sqrt(n + epsilon)`. */
export interface AdagradOptions {
  readonly name: 'adagrad';
  /** What n starts from, >= 0. @defaultValue 0.1 */
  readonly initial?: number | undefined;
  /** > 0. @defaultValue 1e-7 */
  readonly epsilon?: number | undefined;
}

export const adagradSchema = z.strictObject({
  name: z.literal('adagrad'),
  initial: z.number().min(0).optional(),
  epsilon: z.number().positive().optional(),
}) satisfies z.ZodType<AdagradOptions>;

export const adagrad = ({ initial = 0.1, epsilon = 1e-7 }: AdagradOptions): UpdateRule => ({
  slots: { square: initial },
  scalars: {},
  update({ gradient, slots, rate }) {
    const square = tf.add(slots['square'], tf.square(gradient));
    return {
      decrease: tf.mul(tf.div(gradient, tf.sqrt(tf.add(square, epsilon))), rate),
      slots: { square },
    };
  },
  advance: () => ({}),
});
