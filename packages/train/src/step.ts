import type { Task } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import { clip } from './clip.js';
import { allFinite } from './finite.js';
import { gradients } from './gradients.js';
import { bitsPerNat, crossEntropy, lossWeight } from './losses.js';
import type { BatchTensors, LossScale } from './losses.js';
import type { Optimizer } from './optimizers/optimizer.js';
import type { Tensors } from './optimizers/rule.js';
import type { TrainSettings } from './settings.js';
import type { Trainable } from './trainable.js';

/** What is minimized, and bits a sequence: two scalars, NaN from the first step on that was not finite. */
export interface StepResult {
  readonly loss: tf.Scalar;
  readonly bits: tf.Scalar;
}

/** The variables of a model that training changes, by name. */
export const trainedVariables = (model: Pick<Trainable, 'variables'>): Record<string, tf.Variable> =>
  Object.fromEntries(Object.entries(model.variables).filter(([, variable]) => variable.trainable));

/** The loss of a batch and its gradients by variable name; a variable that the loss does not depend on has none. */
export function lossAndGradients(
  model: Trainable,
  outputs: Task['outputs'],
  scale: LossScale,
  batch: BatchTensors,
): { readonly loss: tf.Scalar; readonly weight: tf.Scalar; readonly gradients: Tensors } {
  const trained = trainedVariables(model);
  const weight = lossWeight(scale, outputs, batch);
  const { loss, of } = gradients(Object.values(trained), () => ({
    loss: tf.mul(crossEntropy(outputs, model.forward(batch.inputs, batch.noise), batch), weight),
    beside: {},
  }));
  return { loss, weight, gradients: of(trained) };
}

/**
 * A whole training step as one function of plain tfjs: forward, backward, clipping, update. It can be compiled.
 *
 * A step whose loss or gradients are not finite changes nothing, nor does any step after it: so a NaN may be noticed
 * late, without reading back after every step, and the variables are still those that it arose from.
 *
 * @param healthy a bool scalar variable, true before the first step; the function makes it false at the first number
 *   that is not finite.
 */
export const trainingStep =
  (
    model: Trainable,
    outputs: Task['outputs'],
    settings: Pick<TrainSettings, 'lossScale' | 'clip'>,
    optimizer: Optimizer,
    healthy: tf.Variable,
  ) =>
  (batch: BatchTensors, rate: tf.Scalar): StepResult =>
    tf.tidy(() => {
      const { loss, weight, gradients } = lossAndGradients(model, outputs, settings.lossScale, batch);
      const fine = tf.logicalAnd(healthy, allFinite([loss, ...Object.values(gradients)])) as tf.Scalar;
      healthy.assign(fine);
      optimizer.step(clip(gradients, settings.clip), rate, (next, variable) =>
        tf.where(fine, next, variable),
      );
      const shown = tf.where(fine, loss, NaN) as tf.Scalar;
      const nats = tf.div<tf.Scalar>(shown, weight);
      return { loss: shown, bits: tf.mul<tf.Scalar>(nats, bitsPerNat(batch.inputs.shape[1])) };
    });
