import { RandomStream } from '@loci/random';
import type { EpisodeTask } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { engineOr, release } from '../compile.js';
import type { Compile } from '../compile.js';
import { parseOption } from '../parse.js';
import { episodeTensors, shares } from './learner.js';
import type { EpisodeLearner, EpisodeTensors } from './learner.js';

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
  readonly levels?: readonly number[] | undefined;
  /** Episodes of each level, >= 1. @defaultValue 64 */
  readonly episodes?: number | undefined;
  /**
   * Seeds the episodes, an integer in [0, 2^32 - 1]. The same seed gives the same episodes of a level, whatever the other
   * levels are.
   */
  readonly seed: number;
  readonly compile?: Compile | undefined;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value) / values.length;

const schema = z.object({
  levels: z.array(z.int().min(1)).min(1),
  episodes: z.int().min(1),
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1),
});

/** Scores a learner again and again on the same episodes; what it compiles is kept between. */
export interface EpisodeEvaluator {
  scores(): Promise<readonly LevelScore[]>;
  dispose(): void;
}

/** @throws RangeError that names the option, the value and what is valid. */
export function episodeEvaluator({
  learner,
  task,
  levels = task.test,
  episodes = 64,
  seed,
  compile,
}: EvaluateEpisodesOptions): EpisodeEvaluator {
  parseOption(schema, { levels, episodes, seed }, 'evaluate');
  const play = engineOr(compile)((episode: EpisodeTensors, noise: tf.Tensor3D) =>
    tf.tidy(() => shares(learner.play(episode, noise))),
  );
  return {
    async scores() {
      const scores: LevelScore[] = [];
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
      return scores;
    },
    dispose: () => release(play),
  };
}

/**
 * Plays fresh episodes of each level, always with the most probable choices.
 *
 * @throws RangeError that names the option, the value and what is valid, or if the task has no such level.
 */
export async function evaluateEpisodes(options: EvaluateEpisodesOptions): Promise<readonly LevelScore[]> {
  const its = episodeEvaluator(options);
  try {
    return await its.scores();
  } finally {
    its.dispose();
  }
}
