import * as tf from '@tensorflow/tfjs';
import type { Answers } from './memn2n.js';
import type { StoryTensors } from './stories/story-tensors.js';

/** How well a batch was answered; scalars. */
export type Grade = {
  /** The cross-entropy in nats, summed over the questions that count. */
  readonly loss: tf.Scalar;
  /** How many of them were answered right; an answer that is not a known word never is. */
  readonly right: tf.Scalar;
};

/** Compares answers with the right ones; plain tfjs, so that it can be compiled. */
export function grade(
  { logits }: Pick<Answers, 'logits'>,
  { answers, counted }: Pick<StoryTensors, 'answers' | 'counted'>,
): Grade {
  const [, words] = logits.shape;
  const ofAnswer = tf.sum(tf.mul(logits, tf.oneHot(answers, words)), 1);
  const nats = tf.sub(tf.logSumExp(logits, 1), ofAnswer);
  const right = tf.cast(tf.equal(tf.argMax(logits, 1), answers), 'float32');
  return { loss: tf.sum(tf.mul(nats, counted)), right: tf.sum(tf.mul(right, counted)) };
}
