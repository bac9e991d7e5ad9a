import * as tf from '@tensorflow/tfjs';
import { checkInteger } from '../check.js';
import { detached } from '../detached.js';

export interface RunningBaselineOptions {
  /** How many situations are told apart, such as the steps of an episode, >= 1. */
  readonly slots: number;
  /** The share of the new mean of a batch in the running one, in (0, 1]. @defaultValue 0.1 */
  readonly rate?: number;
}

/** A table of expected returns that is learned online. */
export interface RunningBaseline {
  /** What is remembered, `[slots]`, starting from 0; it is not trained by gradients. */
  readonly variables: { readonly means: tf.Variable };
  /** What was expected of each situation: `slots` are integers in [0, slots), of any shape. */
  expected<Shape extends tf.Tensor>(slots: Shape): Shape;
  /** Moves the means of the situations that occurred; to be called after `expected`, which it changes for next time. */
  update(slots: tf.Tensor, returns: tf.Tensor, mask: tf.Tensor): void;
}

/**
 * The online baseline: the running average of what was earned from a situation on. What tells situations apart is the
 * caller's choice and must not depend on the choice that the baseline is for: the step (Zaremba and Sutskever 2015,
 * arXiv 1505.00521, section 5.2), or how many rewards can still come.
 *
 * @throws RangeError for options out of range.
 */
export function runningBaseline({ slots: size, rate = 0.1 }: RunningBaselineOptions): RunningBaseline {
  checkInteger('slots', size, 1);
  if (!(rate > 0 && rate <= 1)) throw new RangeError(`rate must be in (0, 1], got ${rate}`);
  const means = tf.tidy(() => tf.variable(tf.zeros([size]), false));
  const oneHot = (slots: tf.Tensor): tf.Tensor2D =>
    tf.cast(tf.equal(tf.reshape(slots, [slots.size, 1]), tf.range(0, size)), 'float32');
  return {
    variables: { means },
    // What situation it is may come out of choices, whose gradient would be asked for.
    expected: <Shape extends tf.Tensor>(slots: Shape) =>
      detached(slots, (values) => tf.reshape(tf.sum(tf.mul(oneHot(values), means), 1), slots.shape)) as Shape,
    update(slots, returns, mask) {
      const counted = tf.mul(oneHot(slots), tf.reshape(mask, [mask.size, 1]));
      const counts = tf.sum(counted, 0);
      const sums = tf.sum(tf.mul(counted, tf.reshape(returns, [returns.size, 1])), 0);
      const step = tf.mul(tf.minimum(counts, 1), rate);
      const mean = tf.div(sums, tf.maximum(counts, 1));
      means.assign(tf.add(means, tf.mul(step, tf.sub(mean, means))) as tf.Tensor1D);
    },
  };
}
