import * as tf from '@tensorflow/tfjs';
import { detached } from './detached.js';

/** A one-hot choice among logits, and its log-probability. */
export interface HardChoice {
  /** One-hot, in the shape of the logits `[batch, heads, n]`; no gradient flows through it. */
  readonly chosen: tf.Tensor3D;
  /** `[batch, heads]`, differentiable in the logits. */
  readonly logProbability: tf.Tensor2D;
  /** The entropy of softmax(logits) in nats, `[batch, heads]`, differentiable in the logits. */
  readonly entropy: tf.Tensor2D;
}

/**
 * Chooses one of n by logits. With standard Gumbel noise the choice is a sample of softmax(logits) (Gumbel 1954; Maddison
 * et al. 2014, "A* sampling"); without noise it is the most probable one, the first of equals.
 */
export function chooseOne(logits: tf.Tensor3D, noise?: tf.Tensor3D): HardChoice {
  const chosen = detached(logits, (values) => oneHotArgMax(noise ? values.add(noise) : values));
  const logProbabilities = logits.logSoftmax<tf.Tensor3D>();
  return {
    chosen,
    logProbability: logProbabilities.mul(chosen).sum(-1),
    entropy: logProbabilities.exp().mul(logProbabilities).sum<tf.Tensor2D>(-1).neg(),
  };
}

/** One-hot in the last dimension at its largest entry, the first of equals. */
export function oneHotArgMax(values: tf.Tensor3D): tf.Tensor3D {
  const choices = values.shape[2];
  // tf.oneHot refuses a depth of 1.
  if (choices === 1) return tf.onesLike(values);
  return tf.oneHot(values.argMax(-1), choices, 1, 0, 'float32') as tf.Tensor3D;
}
