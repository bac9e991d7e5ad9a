import * as tf from '@tensorflow/tfjs';
import { clip } from '../clip.js';
import { gradients } from '../gradients.js';
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
      const { loss, beside, of } = gradients(
        groups.flatMap(([, { variables }]) => Object.values(variables)),
        () => {
          const { loss, ...outcome } = learner.learn(episode, noise, entropyWeight);
          return { loss, beside: shares(outcome) };
        },
      );
      for (const [group, { variables, clip: limits }] of groups) {
        optimizers[group].step(clip(of(variables), limits), rate);
      }
      return { loss, ...beside };
    });
