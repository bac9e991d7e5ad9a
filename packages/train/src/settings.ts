import type { Task } from '@loci/tasks';
import type { Curriculum } from './curricula/curriculum.js';
import type { ClipOptions } from './clip.js';
import type { LossScale } from './losses.js';
import type { OptimizerOptions } from './optimizers/table.js';
import type { Schedule } from './schedule.js';

/** Everything, beside task and model, that decides which numbers a run gives. It is data and stands in `run.json`. */
export interface TrainSettings {
  /** Seeds the batches of training and those of evaluation, two streams apart; an integer in [0, 2^32 - 1]. */
  readonly seed: number;
  /** Sequences in a step, >= 1. */
  readonly batch: number;
  /** Which lengths are trained on. */
  readonly curriculum: Curriculum;
  /** Whether a length is drawn for each sequence (shorter ones are padded and masked) or for the whole batch. */
  readonly lengthPer: 'batch' | 'sequence';
  readonly optimizer: OptimizerOptions;
  readonly rate: Schedule;
  readonly clip: ClipOptions;
  readonly lossScale: LossScale;
  /**
   * Steps between readings of the losses, >= 1: when progress is told, a NaN is noticed, and schedules and curricula
   * learn of success. Between readings nothing is read back from the engine.
   */
  readonly readEvery: number;
  /** Steps that the average bits a sequence is taken over, >= readEvery. */
  readonly window: number;
}

/** What a caller gives: the seed, and what differs from the defaults. A number as `rate` stays constant. */
export type TrainSettingsInput = Pick<TrainSettings, 'seed'> &
  Partial<Omit<TrainSettings, 'seed' | 'rate'>> & { readonly rate?: number | Schedule };

/** Fills in the defaults. */
export declare function settingsFor(task: Task, input: TrainSettingsInput): TrainSettings;
