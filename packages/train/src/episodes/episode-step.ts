import * as tf from '@tensorflow/tfjs';
import { clip } from '../clip.js';
import { allFinite } from '../finite.js';
import { gradients } from '../gradients.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import type { Tensors } from '../optimizers/rule.js';
import { learnerVariables, shares } from './learner.js';
import type { EpisodeLearner, EpisodeTensors } from './learner.js';

/** What an update gives. */
export interface EpisodeStepResult {
  /** NaN from the first update on that was not finite. */
  readonly loss: tf.Scalar;
  /** The share of symbols that were right. */
  readonly symbols: tf.Scalar;
  /** 1 for each episode without a mistake, `[batch]`. */
  readonly solved: tf.Tensor1D;
}

/** What an update is made of, on the engine. */
export interface EpisodeStepInput {
  readonly episode: EpisodeTensors;
  /** `[time, batch, noiseSize]` */
  readonly noise: tf.Tensor3D;
  readonly entropyWeight: tf.Scalar;
}

/** The variables that are trained, by group and name. */
export const groupedVariables = ({ groups }: Pick<EpisodeLearner, 'groups'>) => learnerVariables({ groups });

/** Plays episodes; the gradients of what is minimized are by group and name. */
export function playedGradients(
  learner: EpisodeLearner,
  { episode, noise, entropyWeight }: EpisodeStepInput,
): EpisodeStepResult & { readonly gradients: Tensors } {
  const trained = groupedVariables(learner);
  const { loss, beside, of } = gradients(Object.values(trained), () => {
    const { loss, ...outcome } = learner.learn(episode, noise, entropyWeight);
    return { loss, beside: shares(outcome) };
  });
  return { loss, ...beside, gradients: of(trained) };
}

/** Keeps what a learner remembers, inside a tidy; the answer gives it back, or what is made of it and of what it is now. */
export function remembering({ memory = {} }: Pick<EpisodeLearner, 'memory'>) {
  const kept = Object.values(memory).map((variable) => [variable, tf.clone(variable)] as const);
  return (mix: (now: tf.Tensor, before: tf.Tensor) => tf.Tensor = (_now, before) => before): void =>
    kept.forEach(([variable, before]) => variable.assign(mix(variable, before)));
}

const ofGroup = (group: string, gradients: Tensors): Tensors =>
  Object.fromEntries(Object.entries(gradients).filter(([name]) => name.startsWith(`${group}/`)));

/**
 * A whole update as one function of plain tfjs: episodes are played, the gradient is taken, clipped in each group, and
 * applied. It can be compiled. As in `trainingStep`, an update that is not finite changes nothing, nor does any after it.
 *
 * @param healthy a bool scalar variable, true before the first update.
 */
export const episodeStep =
  (learner: EpisodeLearner, optimizer: Optimizer, healthy: tf.Variable) =>
  (input: EpisodeStepInput, rate: tf.Scalar): EpisodeStepResult =>
    tf.tidy(() => {
      const takeBack = remembering(learner);
      const { loss, symbols, solved, gradients } = playedGradients(learner, input);
      const fine = tf.logicalAnd(healthy, allFinite([loss, ...Object.values(gradients)])) as tf.Scalar;
      healthy.assign(fine);
      const clipped = Object.entries(learner.groups).map(([group, { clip: limits }]) =>
        clip(ofGroup(group, gradients), limits),
      );
      optimizer.step(Object.assign({}, ...clipped) as Tensors, rate, (next, variable) =>
        tf.where(fine, next, variable),
      );
      takeBack((now, before) => tf.where(fine, now, before));
      return { loss: tf.where(fine, loss, NaN) as tf.Scalar, symbols, solved };
    });
