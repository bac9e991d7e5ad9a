/**
 * Cross-entropy of logits, masked. For bits y with logits x (sigmoid) the loss of one output is
 *
 *     -y log s(x) - (1 - y) log(1 - s(x)) = softplus(x) - x y
 *
 * and for a class, one-hot y, with logits x (softmax) that of one step is `-sum(y log softmax(x))`.
 */
import type { Task } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';

/** A batch as tensors: inputs `[time, batch, inputSize]`, targets `[time, batch, outputSize]`, mask `[time, batch]`. */
export interface BatchTensors {
  readonly inputs: tf.Tensor3D;
  readonly targets: tf.Tensor3D;
  readonly mask: tf.Tensor2D;
  /** What the state is disturbed by, `[time, batch, noiseSize]`; without it it is left alone. */
  readonly noise?: tf.Tensor3D;
}

/**
 * What is minimized: the cross-entropy of a sequence, averaged over the batch, or of one prediction (a bit, or a class),
 * averaged over all that count. They differ by the number of predictions in a sequence: it matters to clipping, to
 * optimizers that are not scale-free, and to the weight of short sequences beside long ones.
 */
export const lossScales = ['sequence', 'prediction'] as const;
export type LossScale = (typeof lossScales)[number];

/** Cross-entropy of each step of each sequence, in nats: `[time, batch]`. */
const ofSteps: Readonly<Record<Task['outputs'], (logits: tf.Tensor3D, targets: tf.Tensor3D) => tf.Tensor2D>> =
  {
    bits: (logits, targets) => tf.sum(tf.sub(tf.softplus(logits), tf.mul(logits, targets)), 2),
    class: (logits, targets) => tf.neg(tf.sum(tf.mul(tf.logSoftmax(logits), targets), 2)),
  };

/** The cross-entropy of what counts, in nats, summed over the batch: a scalar. */
export const crossEntropy = (
  outputs: Task['outputs'],
  logits: tf.Tensor3D,
  { targets, mask }: Omit<BatchTensors, 'inputs' | 'noise'>,
): tf.Scalar => tf.sum(tf.mul(ofSteps[outputs](logits, targets), mask));

/** How many predictions a step of a sequence asks for: as many as it has bits, or one class. */
export const predictionsPerStep = (outputs: Task['outputs'], outputSize: number): number =>
  outputs === 'bits' ? outputSize : 1;

/** What nats summed over a batch are multiplied by to give bits a sequence. */
export const bitsPerNat = (batch: number): number => 1 / (Math.LN2 * batch);

/** What nats summed over a batch are multiplied by to give what is minimized: a scalar. */
export function lossWeight(
  scale: LossScale,
  outputs: Task['outputs'],
  { targets, mask }: Omit<BatchTensors, 'inputs' | 'noise'>,
): tf.Scalar {
  const [, batch, size] = targets.shape;
  if (scale === 'sequence') return tf.scalar(1 / batch);
  // Where nothing counts the loss is zero rather than NaN.
  return tf.div(1 / predictionsPerStep(outputs, size), tf.maximum(tf.sum(mask), 1));
}
