import type { EpisodeTask } from '@loci/tasks';
import { z } from 'zod';
import { optimizerSchema } from '../optimizers/table.js';
import type { OptimizerOptions } from '../optimizers/table.js';
import { runPlanOf } from '../options.js';
import type { RunPlan, TrainOptions } from '../options.js';
import { parseOption } from '../parse.js';
import { complexitySchema } from './complexity.js';
import type { ComplexityCurriculum } from './complexity.js';
import type { EpisodeLearner } from './learner.js';

/** Everything, beside task and learner, that decides which numbers a run gives. It is data and stands in `run.json`. */
export interface EpisodeSettings {
  /** Seeds levels, episodes and choices; an integer in [0, 2^32 - 1]. */
  readonly seed: number;
  /** Updates, >= 1, in which the learning rate and the worth of entropy fall. */
  readonly updates: number;
  /** Episodes in an update, >= 1. @defaultValue 32 */
  readonly batch: number;
  /** @defaultValue Adam with its usual constants */
  readonly optimizer: OptimizerOptions;
  /** The learning rate at the start, > 0; it falls linearly to a tenth over the updates. @defaultValue 0.01 */
  readonly rate: number;
  /**
   * What a nat of entropy is worth at the start, >= 0, in rewards; for a learner with a habit, what a nat of divergence from
   * it costs. It falls linearly to 0 over the updates: tasks that need longer ways to be tried are learned while it is high,
   * others when it is low. @defaultValue 0.5
   */
  readonly entropyWeight: number;
  /** @defaultValue over the task's training levels */
  readonly curriculum: ComplexityCurriculum;
  /** Updates between readings, >= 1: when progress is told, and the curriculum learns of it. @defaultValue 10 */
  readonly readEvery: number;
}

/** When to stop: whichever comes first. */
export interface EpisodeStopRules {
  /** After so many updates, those before a resumption included; >= 0. @defaultValue `updates` of the settings */
  readonly steps?: number | undefined;
  /** After so many seconds spent in updates, those before a resumption included; > 0. */
  readonly seconds?: number | undefined;
  /** Once the running share of episodes with a mistake at the highest level is below this, in (0, 1). */
  readonly mistakes?: number | undefined;
}

export interface LevelEvaluationOptions {
  /** Updates between evaluations, >= 1; there is always one at the end. @defaultValue at the end alone */
  readonly every?: number | undefined;
  /** @defaultValue the task's test levels */
  readonly levels?: readonly number[] | undefined;
  /** Episodes of each level, >= 1. @defaultValue 64 */
  readonly episodes?: number | undefined;
}

/** The store and what belongs to it, signal, engine and clock are those of `train`. */
export interface TrainEpisodesOptions
  extends
    Pick<EpisodeSettings, 'seed' | 'updates'>,
    Partial<Omit<EpisodeSettings, 'seed' | 'updates'>>,
    Pick<TrainOptions, keyof RunPlan> {
  readonly learner: EpisodeLearner;
  readonly task: EpisodeTask;
  readonly stop?: EpisodeStopRules;
  /** @defaultValue no evaluation */
  readonly evaluate?: LevelEvaluationOptions | undefined;
}

type LevelEvaluation = {
  readonly every?: number | undefined;
  readonly levels: readonly number[];
  readonly episodes: number;
};

/** The options with every default filled in, checked. */
export interface EpisodePlan extends RunPlan {
  readonly learner: EpisodeLearner;
  readonly task: EpisodeTask;
  readonly settings: EpisodeSettings;
  readonly stop: EpisodeStopRules;
  readonly evaluate: LevelEvaluation | undefined;
}

export const episodeSettingsSchema: z.ZodType<EpisodeSettings> = z.strictObject({
  seed: z
    .int()
    .min(0)
    .max(2 ** 32 - 1),
  updates: z.int().min(1),
  batch: z.int().min(1),
  optimizer: optimizerSchema,
  rate: z.number().positive(),
  entropyWeight: z.number().min(0),
  curriculum: complexitySchema,
  readEvery: z.int().min(1),
});

export const episodeStopSchema: z.ZodType<EpisodeStopRules> = z.strictObject({
  steps: z.int().min(0).optional(),
  seconds: z.number().positive().optional(),
  mistakes: z.number().gt(0).lt(1).optional(),
});

export const levelEvaluationSchema: z.ZodType<LevelEvaluation> = z.strictObject({
  every: z.int().min(1).optional(),
  levels: z.array(z.int()).min(1),
  episodes: z.int().min(1),
});

/** @throws RangeError that names the option, the value and what is valid. */
export function episodePlanOf(options: TrainEpisodesOptions): EpisodePlan {
  const { task, learner, seed, updates, stop = {}, evaluate } = options;
  return {
    learner,
    task,
    settings: parseOption(
      episodeSettingsSchema,
      {
        seed,
        updates,
        batch: options.batch ?? 32,
        optimizer: options.optimizer ?? { name: 'adam' },
        rate: options.rate ?? 0.01,
        entropyWeight: options.entropyWeight ?? 0.5,
        curriculum: options.curriculum ?? { ...task.train },
        readEvery: options.readEvery ?? 10,
      },
      '',
    ),
    stop: parseOption(episodeStopSchema, { ...stop, steps: stop.steps ?? updates }, 'stop'),
    evaluate:
      evaluate &&
      parseOption(
        levelEvaluationSchema,
        { ...evaluate, levels: evaluate.levels ?? task.test, episodes: evaluate.episodes ?? 64 },
        'evaluate',
      ),
    ...runPlanOf(options),
  };
}
