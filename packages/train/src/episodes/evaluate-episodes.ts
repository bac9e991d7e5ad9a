import { RandomStream } from '@loci/random';
import type { EpisodeTask } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import { engineOr, release } from '../compile.js';
import type { Compile } from '../compile.js';
import { episodeTensors, shares } from './learner.js';
import type { EpisodeLearner } from './learner.js';

/** How well a learner does at one level. */
export interface LevelScore {
  readonly level: number;
  readonly episodes: number;
  /** The share of symbols that are right, in [0, 1]. */
  readonly symbols: number;
  /** The share of episodes without a mistake, in [0, 1]. */
  readonly solved: number;
}

export interface EvaluateEpisodesOptions {
  readonly learner: EpisodeLearner;
  readonly task: EpisodeTask;
  /** @defaultValue the task's test levels */
  readonly levels?: readonly number[];
  /** Episodes of each level, >= 1. @defaultValue 64 */
  readonly episodes?: number;
  /** Seeds the episodes, an integer in [0, 2^32 - 1]. */
  readonly seed: number;
  readonly compile?: Compile;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value) / values.length;

/**
 * Plays fresh episodes of each level, always with the most probable choices.
 *
 * @throws RangeError if the task has no such level.
 */
export async function evaluateEpisodes({
  learner,
  task,
  levels = task.test,
  episodes = 64,
  seed,
  compile,
}: EvaluateEpisodesOptions): Promise<readonly LevelScore[]> {
  const play = engineOr(compile)((episode: ReturnType<typeof episodeTensors>, noise: tf.Tensor3D) =>
    tf.tidy(() => shares(learner.play(episode, noise))),
  );
  const scores: LevelScore[] = [];
  try {
    for (const level of levels) {
      const random = RandomStream.fromSeed((seed ^ Math.imul(level, 0x9e3779b1)) >>> 0);
      const sample = task.sample(random, { levels: new Array<number>(episodes).fill(level) });
      const tensors = episodeTensors(sample);
      const noise = tf.zeros<tf.Rank.R3>([sample.time, episodes, learner.noiseSize]);
      const told = play(tensors, noise);
      const [symbols, solved] = await Promise.all([told.symbols.data(), told.solved.array()]);
      scores.push({ level, episodes, symbols: symbols[0], solved: mean(solved) });
      tf.dispose([Object.values(tensors), noise, told.symbols, told.solved]);
    }
  } finally {
    release(play);
  }
  return scores;
}
