import type { Task } from '@loci/tasks';
import { z } from 'zod';
import { clipSchema } from './clip.js';
import type { ClipOptions } from './clip.js';
import { curriculumSchema } from './curricula/curriculum.js';
import type { Curriculum } from './curricula/curriculum.js';
import { lengthsOf } from './curricula/draw.js';
import { lossScales } from './losses.js';
import type { LossScale } from './losses.js';
import { optimizerSchema } from './optimizers/table.js';
import type { OptimizerOptions } from './optimizers/table.js';
import { parseOption } from './parse.js';
import { restartSchema, takeBackSchema } from './recovery/options.js';
import type { RecoverySettings } from './recovery/options.js';
import { scheduleSchema } from './schedule.js';
import type { Schedule } from './schedule.js';

/** Everything, beside task and model, that decides which numbers a run gives. It is data and stands in `run.json`. */
export interface TrainSettings extends RecoverySettings {
  /** Seeds the batches of training and those of evaluation, two streams apart; an integer in [0, 2^32 - 1]. */
  readonly seed: number;
  /** Sequences in a step, >= 1. @defaultValue 16 */
  readonly batch: number;
  /** Which lengths are trained on. @defaultValue uniform over the task's training lengths */
  readonly curriculum: Curriculum;
  /**
   * Whether a length is drawn for each sequence (shorter ones are padded and masked) or for the whole batch.
   * @defaultValue 'batch'
   */
  readonly lengthPer: 'batch' | 'sequence';
  /** @defaultValue Adam with its usual constants */
  readonly optimizer: OptimizerOptions;
  /** The learning rate over the steps. @defaultValue 1e-3 throughout */
  readonly rate: Schedule;
  /** @defaultValue { norm: 10 } */
  readonly clip: ClipOptions;
  /** @defaultValue 'prediction' */
  readonly lossScale: LossScale;
  /**
   * Steps between readings of the losses, >= 1: when progress is told, a NaN is noticed, and schedules and curricula
   * learn of success. Between readings nothing is read back from the engine.
   * @defaultValue 10
   */
  readonly readEvery: number;
  /** Steps that the average bits a sequence is taken over, >= readEvery. @defaultValue 100, or readEvery if it is more */
  readonly window: number;
  /**
   * The deviation of the noise (uniform, of mean 0) that is added to the state of the model before each step in training, > 0.
   * Evaluations are without it. @defaultValue none
   */
  readonly noise?: number | undefined;
}

/** What a caller gives: the seed, and what differs from the defaults. A number as `rate` stays constant. */
export type TrainSettingsInput = Pick<TrainSettings, 'seed'> &
  Partial<Omit<TrainSettings, 'seed' | 'rate'>> & { readonly rate?: number | Schedule };

export const settingsSchema: z.ZodType<TrainSettings> = z
  .strictObject({
    seed: z
      .int()
      .min(0)
      .max(2 ** 32 - 1),
    batch: z.int().min(1),
    curriculum: curriculumSchema,
    lengthPer: z.enum(['batch', 'sequence']),
    optimizer: optimizerSchema,
    rate: scheduleSchema,
    clip: clipSchema,
    lossScale: z.enum(lossScales),
    readEvery: z.int().min(1),
    window: z.int().min(1),
    noise: z.number().positive().optional(),
    takeBack: takeBackSchema.optional(),
    restart: restartSchema.optional(),
  })
  .refine(({ window, readEvery }) => window >= readEvery, {
    path: ['window'],
    error: 'must be at least readEvery',
  });

/**
 * The settings of a run: what the caller gave, and the defaults.
 *
 * @throws RangeError that names the setting, the value and what is valid.
 */
export function settingsFor(
  task: Pick<Task, 'name' | 'train' | 'lengths'>,
  input: TrainSettingsInput,
): TrainSettings {
  const {
    seed,
    batch = 16,
    curriculum = { kind: 'uniform', ...task.train },
    lengthPer = 'batch',
    optimizer = { name: 'adam' },
    rate = 1e-3,
    clip = { norm: 10 },
    lossScale = 'prediction',
    readEvery = 10,
    window = Math.max(100, readEvery),
    noise,
    takeBack,
    restart,
  } = input;
  const settings = parseOption(
    settingsSchema,
    {
      seed,
      batch,
      curriculum,
      lengthPer,
      optimizer,
      rate: typeof rate === 'number' ? { rate } : rate,
      clip,
      lossScale,
      readEvery,
      window,
      ...(noise !== undefined && { noise }),
      ...(takeBack && { takeBack }),
      ...(restart && { restart }),
    },
    '',
  );
  const { low, high } = lengthsOf(settings.curriculum);
  if (low < task.lengths.low || high > task.lengths.high) {
    throw new RangeError(
      `curriculum: lengths of ${task.name} lie in [${task.lengths.low}, ${task.lengths.high}], got [${low}, ${high}]`,
    );
  }
  return settings;
}
