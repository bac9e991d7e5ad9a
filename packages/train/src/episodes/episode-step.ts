import * as tf from '@tensorflow/tfjs';
import { clip } from '../clip.js';
import type { Optimizer } from '../optimizers/optimizer.js';
import { shares } from './learner.js';
import type { EpisodeLearner, EpisodeTensors } from './learner.js';

/** What an update gives. */
export interface EpisodeStepResult {
  readonly loss: tf.Scalar;
  /** The share of symbols that were right. */
  readonly symbols: tf.Scalar;
  /** 1 for each episode without a mistake, `[batch]`. */
  readonly solved: tf.Tensor1D;
}

/**
 * A whole update as one function of plain tfjs: episodes are played, the gradient is taken, clipped in each group, and
 * applied. It can be compiled.
 *
 * @param optimizers one for each group of the learner.
 */
export const episodeStep =
  (learner: EpisodeLearner, optimizers: Readonly<Record<string, Optimizer>>) =>
  (
    episode: EpisodeTensors,
    noise: tf.Tensor3D,
    { rate, entropyWeight }: { readonly rate: tf.Scalar; readonly entropyWeight: tf.Scalar },
  ): EpisodeStepResult =>
    tf.tidy(() => {
      const groups = Object.entries(learner.groups);
      let kept: Omit<EpisodeStepResult, 'loss'> | undefined;
      const { value, grads } = tf.variableGrads(
        () => {
          const { loss, ...outcome } = learner.learn(episode, noise, entropyWeight);
          // What is told beside the loss would be freed with all else that the gradient does not need.
          kept = shares(outcome);
          Object.values(kept).forEach((scalar) => tf.keep(scalar));
          return loss;
        },
        groups.flatMap(([, { variables }]) => Object.values(variables)),
      );
      const told = { symbols: tf.clone(kept!.symbols), solved: tf.clone(kept!.solved) };
      Object.values(kept!).forEach((scalar) => scalar.dispose());
      for (const [group, { variables, clip: limits }] of groups) {
        const gradients = Object.entries(variables).flatMap(([name, variable]) => {
          const gradient = grads[variable.name] as tf.Tensor | undefined;
          return gradient ? [[name, gradient] as const] : [];
        });
        optimizers[group].step(clip(Object.fromEntries(gradients), limits), rate);
      }
      return { loss: value, ...told };
    });
