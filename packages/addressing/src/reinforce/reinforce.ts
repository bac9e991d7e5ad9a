/**
 * The gradient of an expectation over choices (R. J. Williams 1992, "Simple statistical gradient-following algorithms
 * for connectionist reinforcement learning"; in the form of Zaremba and Sutskever 2015, arXiv 1505.00521, section 5):
 *
 *     d/dw E[ sum_t r(t) ] = E[ sum_t  d log p(a(t))/dw (R(t) - b(t))  +  sum_t dr(t)/dw ],   R(t) = sum_{s >= t} r(s)
 *
 * A choice answers for the rewards that come with it or after it, not for those that were there before. The baseline
 * b(t) may depend on all that was there before the choice a(t), the earlier choices included, but not on a(t) itself:
 * then it leaves the expectation as it is and changes the variance alone.
 */
import * as tf from '@tensorflow/tfjs';
import { checkNotNegative, checkShape } from '../check.js';
import { detached } from '../detached.js';

/** All tensors are `[time, batch]`, 0 after the end of an episode. */
export interface ReinforceInput {
  /** The logarithm of the probability of what was chosen, summed over the choices of the step. */
  readonly logProbability: tf.Tensor2D;
  /** What a step earns; where it depends on weights by itself, that part of the gradient flows through it. */
  readonly rewards: tf.Tensor2D;
  /** What was expected to be earned from this step on. @defaultValue 0 */
  readonly baseline?: tf.Tensor2D;
  /** The entropy of what was chosen from, in nats; needed for an entropy bonus. */
  readonly entropy?: tf.Tensor2D;
  /**
   * What a nat of entropy is worth beside the rewards, >= 0: keeps a policy from settling early. A scalar tensor may
   * change from step to step of a compiled training. @defaultValue 0
   */
  readonly entropyWeight?: number | tf.Scalar;
}

export interface Reinforced {
  /**
   * A scalar to minimize; only its gradient has a meaning. Averaged over the batch, the expectation of the gradient is
   * that of minus the expected reward (and of minus the entropy bonus).
   */
  readonly loss: tf.Scalar;
  /** R(t), the rewards of a step and of those after it; a constant to the gradient: what a baseline learns from. */
  readonly returns: tf.Tensor2D;
}

/** R(t) = sum_{s >= t} r(s), for rewards `[time, batch]`. */
export const futureRewards = (rewards: tf.Tensor2D): tf.Tensor2D => tf.cumsum(rewards, 0, false, true);

/** @throws RangeError if shapes do not fit, or an entropy weight comes without an entropy. */
export function reinforce(input: ReinforceInput): Reinforced {
  const { logProbability, rewards, baseline, entropy, entropyWeight = 0 } = input;
  checkShape('rewards', rewards, { time: undefined, batch: undefined });
  const [time, batch] = rewards.shape;
  checkShape('logProbability', logProbability, { time, batch });
  if (baseline) checkShape('baseline', baseline, { time, batch });
  if (entropy) checkShape('entropy', entropy, { time, batch });
  if (typeof entropyWeight === 'number') checkNotNegative('entropyWeight', entropyWeight);
  if (entropyWeight !== 0 && !entropy) {
    throw new RangeError('entropyWeight needs the entropy of the choices, got none');
  }
  const returns = detached(rewards, futureRewards);
  const advantage = baseline ? tf.sub(returns, constant(baseline)) : returns;
  const terms = [tf.mul(logProbability, advantage), rewards];
  if (entropy && entropyWeight !== 0) terms.push(tf.mul(entropy, entropyWeight));
  return { loss: tf.div(tf.neg(tf.sum(tf.addN(terms))), batch), returns };
}

const constant = (tensor: tf.Tensor2D): tf.Tensor2D => detached(tensor, (values) => tf.clone(values));
