import type { EpisodeBatch } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import type { ClipOptions } from '../clip.js';

/** A batch of episodes on the engine; what the tensors mean stands at `EpisodeBatch` of @loci/tasks. */
export interface EpisodeTensors {
  /** `[batch, rows, columns]`, int32 */
  readonly surface: tf.Tensor3D;
  /** `[batch, 2]` */
  readonly start: tf.Tensor2D;
  /** `[batch, outputs]`, int32 */
  readonly targets: tf.Tensor2D;
  /** `[batch, 1]` */
  readonly outputs: tf.Tensor2D;
  /** `[batch, 1]` */
  readonly steps: tf.Tensor2D;
}

/** What happened in a batch of episodes, each `[time, batch]`. */
export interface Outcome {
  /** 1 where a symbol was written. */
  readonly writes: tf.Tensor2D;
  /** 1 where it was the right one. */
  readonly right: tf.Tensor2D;
}

/** Variables that are clipped together. */
export interface LearnerGroup {
  readonly variables: Readonly<Record<string, tf.Variable>>;
  readonly clip: ClipOptions;
}

/**
 * What plays episodes and learns from them; synchronous functions of plain tfjs without host reads, so that whole
 * episodes with their gradient compile into one program. `reinforced` of @loci/rl-ntm makes one.
 */
export interface EpisodeLearner {
  readonly groups: Readonly<Record<string, LearnerGroup>>;
  /** What it remembers beside, such as a running baseline; no gradient changes it. @defaultValue nothing */
  readonly memory?: Readonly<Record<string, tf.Variable>>;
  /** Standard Gumbel numbers that a step of an episode needs. */
  readonly noiseSize: number;
  /**
   * What is minimized. @param noise `[time, batch, noiseSize]` @param entropyWeight what a nat of entropy is worth.
   */
  learn(
    episode: EpisodeTensors,
    noise: tf.Tensor3D,
    entropyWeight: tf.Scalar,
  ): Outcome & { readonly loss: tf.Scalar };
  play(episode: EpisodeTensors, noise: tf.Tensor3D): Outcome;
}

/** All that a learner is: what is trained by group and name, and what it remembers. The names are those of checkpoints. */
export const learnerVariables = ({
  groups,
  memory = {},
}: Pick<EpisodeLearner, 'groups' | 'memory'>): Readonly<Record<string, tf.Variable>> => {
  const named = (group: string, variables: Readonly<Record<string, tf.Variable>>) =>
    Object.entries(variables).map(([name, variable]) => [`${group}/${name}`, variable] as const);
  return Object.fromEntries([
    ...Object.entries(groups).flatMap(([group, { variables }]) => named(group, variables)),
    ...named('memory', memory),
  ]);
};

/** A batch on the engine; its tensors are the caller's to dispose. */
export const episodeTensors = ({
  surface,
  start,
  targets,
  outputs,
  steps,
}: EpisodeBatch): EpisodeTensors => ({
  surface: tf.tensor3d(surface.values, [...surface.shape], 'int32'),
  start: tf.tensor2d(start.values, [...start.shape]),
  targets: tf.tensor2d(targets.values, [...targets.shape], 'int32'),
  outputs: tf.tensor2d(outputs.values, [...outputs.shape]),
  steps: tf.tensor2d(steps.values, [...steps.shape]),
});

/** The share of symbols that are right, a scalar, and 1 for each episode without a mistake, `[batch]`. */
export const shares = ({
  writes,
  right,
}: Outcome): { readonly symbols: tf.Scalar; readonly solved: tf.Tensor1D } => ({
  symbols: tf.div(tf.sum(right), tf.maximum(tf.sum(writes), 1)),
  solved: tf.cast(tf.equal(tf.sum(right, 0), tf.sum(writes, 0)), 'float32'),
});
