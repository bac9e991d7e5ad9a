import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import type { UpdateRule } from './rule.js';

/** Stochastic gradient descent: `x <- x - rate g`. */
export interface SGDOptions {
  readonly name: 'sgd';
}

export const sgdSchema = z.strictObject({ name: z.literal('sgd') }) satisfies z.ZodType<SGDOptions>;

export const sgd = (): UpdateRule => ({
  slots: {},
  scalars: {},
  update: ({ gradient, rate }) => ({ decrease: tf.mul(rate, gradient), slots: {} }),
  advance: () => ({}),
});
