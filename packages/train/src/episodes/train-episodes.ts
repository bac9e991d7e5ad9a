import { RandomStream } from '@loci/random';
import type { EpisodeTask } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import { z } from 'zod';
import { engineOr, release } from '../compile.js';
import type { Compile } from '../compile.js';
import { Optimizer } from '../optimizers/optimizer.js';
import { optimizerSchema, updateRule } from '../optimizers/table.js';
import type { OptimizerOptions } from '../optimizers/table.js';
import { parseOption } from '../parse.js';
import { Turns } from '../turns.js';
import { Complexity, complexitySchema } from './complexity.js';
import type { ComplexityCurriculum } from './complexity.js';
import { episodeStep } from './episode-step.js';
import type { EpisodeStepResult } from './episode-step.js';
import { episodeTensors } from './learner.js';
import type { EpisodeLearner } from './learner.js';

export interface TrainEpisodesOptions {
  readonly learner: EpisodeLearner;
  readonly task: EpisodeTask;
  /** Seeds levels, episodes and choices; an integer in [0, 2^32 - 1]. */
  readonly seed: number;
  /** Updates, at most. */
  readonly updates: number;
  /** Episodes in an update, >= 1. @defaultValue 32 */
  readonly batch?: number;
  /** @defaultValue Adam with its usual constants */
  readonly optimizer?: OptimizerOptions;
  /** The learning rate at the start, > 0; it falls linearly to a tenth over the updates. @defaultValue 0.01 */
  readonly rate?: number;
  /** What a nat of entropy is worth at the start, >= 0; it falls linearly to 0 over the updates. @defaultValue 0.05 */
  readonly entropyWeight?: number;
  /** @defaultValue over the task's training levels */
  readonly curriculum?: ComplexityCurriculum;
  /**
   * Ends the training before its last update: when the running share of episodes with a mistake at the highest level is
   * below this, in [0, 1). @defaultValue 0: never
   */
  readonly enough?: number;
  /** Updates between readings, >= 1. @defaultValue 10 */
  readonly readEvery?: number;
  readonly compile?: Compile;
}

/** Told after every reading. */
export interface EpisodeProgress {
  /** Updates so far. */
  readonly update: number;
  /** Episodes played so far. */
  readonly episodes: number;
  /** The level that the curriculum has reached, and the running share of episodes with a mistake there. */
  readonly level: number;
  readonly mistakes: number;
  /** Of the last update: its loss, and its share of symbols that were right. */
  readonly loss: number;
  readonly symbols: number;
  /** Whether this is the last reading, and why: `enough` was reached, or all updates were made. */
  readonly ended?: 'enough' | 'updates';
}

const schema = z.object({
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1),
  updates: z.int().min(1),
  batch: z.int().min(1),
  rate: z.number().positive(),
  entropyWeight: z.number().min(0),
  enough: z.number().min(0).lt(1),
  readEvery: z.int().min(1),
  curriculum: complexitySchema,
  optimizer: optimizerSchema,
});

/** Batches come in the shapes of few levels alone, so that few programs are compiled. */
const roomFor = (level: number, high: number): number => {
  let room = high;
  while (room > 4 && Math.ceil(room / 2) >= level) room = Math.ceil(room / 2);
  return room;
};

const drop = (taken: readonly { readonly result: EpisodeStepResult }[]): void =>
  taken.forEach(({ result }) => tf.dispose([result.loss, result.symbols, result.solved]));

/** A linear fall from 1 at the first update to `last` at the end. */
const falling = (done: number, last: number): number => 1 - done * (1 - last);

/**
 * Trains a learner by playing, and tells how it goes. The learner's variables are changed in place; the same options give
 * the same numbers.
 *
 * @throws RangeError that names the option, the value and what is valid.
 * @throws Error when the loss is not finite any more.
 */
export async function* trainEpisodes(
  options: TrainEpisodesOptions,
): AsyncGenerator<EpisodeProgress, void, undefined> {
  const { learner, task, compile } = options;
  const settings = parseOption(
    schema,
    {
      seed: options.seed,
      updates: options.updates,
      batch: options.batch ?? 32,
      rate: options.rate ?? 0.01,
      entropyWeight: options.entropyWeight ?? 0.05,
      enough: options.enough ?? 0,
      readEvery: options.readEvery ?? 10,
      curriculum: options.curriculum ?? { low: task.train.low, high: task.train.high },
      optimizer: options.optimizer ?? { name: 'adam' },
    },
    '',
  );
  const { updates, batch, enough, curriculum } = settings;
  const random = RandomStream.fromSeed(settings.seed);
  const complexity = new Complexity(curriculum);
  const optimizers = Object.fromEntries(
    Object.entries(learner.groups).map(([name, { variables }]) => [
      name,
      new Optimizer(updateRule(settings.optimizer), variables),
    ]),
  );
  const step = engineOr(compile)(episodeStep(learner, optimizers));
  const turns = new Turns();

  function take(done: number) {
    const levels = Array.from({ length: batch }, () => complexity.draw(random));
    const sample = task.sample(random, { levels, room: roomFor(Math.max(...levels), curriculum.high) });
    const episode = episodeTensors(sample);
    const noise = tf.tensor3d(
      Float32Array.from({ length: sample.time * batch * learner.noiseSize }, () => random.gumbel()),
      [sample.time, batch, learner.noiseSize],
    );
    const rate = tf.scalar(settings.rate * falling(done, 0.1));
    const entropyWeight = tf.scalar(settings.entropyWeight * falling(done, 0));
    const result = step(episode, noise, { rate, entropyWeight });
    tf.dispose([Object.values(episode), noise, rate, entropyWeight]);
    return { levels, result };
  }

  let unread: ReturnType<typeof take>[] = [];
  try {
    for (let update = 1; update <= updates; update++) {
      unread.push(take((update - 1) / updates));
      await turns.give();
      if (update % settings.readEvery !== 0 && update !== updates) continue;
      let last = { loss: NaN, symbols: NaN };
      for (const { levels, result } of unread) {
        const [[loss], [symbols], solved] = await Promise.all([
          result.loss.data(),
          result.symbols.data(),
          result.solved.data(),
        ]);
        if (!Number.isFinite(loss)) throw new Error(`the loss is ${loss} by update ${update}`);
        complexity.observe(levels, solved);
        last = { loss, symbols };
      }
      drop(unread);
      unread = [];
      const { level, mistakes } = complexity;
      const done = level === curriculum.high && mistakes < enough;
      const ended = done ? 'enough' : update === updates ? 'updates' : undefined;
      yield { update, episodes: update * batch, level, mistakes, ...last, ...(ended && { ended }) };
      if (ended) return;
    }
  } finally {
    drop(unread);
    release(step);
    Object.values(optimizers).forEach((optimizer) => optimizer.dispose());
  }
}
