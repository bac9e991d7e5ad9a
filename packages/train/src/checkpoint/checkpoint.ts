import type { RandomState } from '@loci/random';
import type { CurriculumState } from '../curricula/state.js';
import type { ScheduleState } from '../schedule.js';

/** The elements of a tensor on the host. */
export interface Elements {
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  readonly values: Float32Array | Int32Array | Uint8Array;
}

/** Tensors by name, in order. */
export type NamedElements = Readonly<Record<string, Elements>>;

/** What a run remembers beside its tensors. */
export interface LoopState {
  /** Steps taken. */
  readonly step: number;
  /** Sequences seen. */
  readonly sequences: number;
  /** Seconds of training. */
  readonly seconds: number;
  /** The stream that batches are drawn from. */
  readonly random: RandomState;
  /** What the last steps gave, oldest first: at most `window`. */
  readonly losses: readonly { readonly loss: number; readonly bits: number }[];
  readonly schedule: ScheduleState;
  readonly curriculum: CurriculumState;
  /** The best evaluation so far, by bits a sequence averaged over its lengths; null before the first. */
  readonly best: { readonly step: number; readonly bits: number } | null;
  /** Evaluations since the best one. */
  readonly sinceBest: number;
}

/** Everything a run needs to go on bit for bit. */
export interface Checkpoint {
  readonly state: LoopState;
  /** The model's variables. */
  readonly weights: NamedElements;
  /** The optimizer's slots: `name/variable`, and its scalars by name. */
  readonly slots: NamedElements;
}
