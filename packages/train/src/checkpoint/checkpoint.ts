import type { RandomState } from '@loci/random';
import type { CurriculumState } from '../curricula/draw.js';
import type { ComplexityState } from '../episodes/complexity.js';
import type { EvaluationState } from '../evaluations.js';
import type { Loss } from '../loss-window.js';
import type { RecoveryState } from '../recovery/judge.js';
import type { ScheduleState } from '../schedule.js';

/** The elements of a tensor on the host. */
export interface Elements {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** Tensors by name, in order. */
export type NamedElements = Readonly<Record<string, Elements>>;

/** What training remembers beside its tensors. */
export interface TrainingState {
  /** Steps taken. */
  readonly step: number;
  /** Sequences seen, or episodes played. */
  readonly sequences: number;
  /** Seconds spent in steps. */
  readonly seconds: number;
  /** The stream that batches are drawn from, and choices by chance. */
  readonly random: RandomState;
  /** What the last steps gave, oldest first: at most `window`. */
  readonly losses: readonly Loss[];
  readonly schedule: ScheduleState;
  readonly curriculum: CurriculumState | ComplexityState;
  /** Of runs that go back or begin anew. */
  readonly recovery?: RecoveryState | undefined;
}

/** Everything a run needs to go on bit for bit. */
export interface Checkpoint {
  readonly training: TrainingState;
  readonly evaluations: EvaluationState;
  /** The model's variables. */
  readonly weights: NamedElements;
  /**
   * What the optimizer remembers: `slot/variable`, and scalars by name. Of a run that goes back (`takeBack`) also how all
   * was when it was best: `best/weights/variable`, and `best/slots/` with the names before.
   */
  readonly slots: NamedElements;
}
