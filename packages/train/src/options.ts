import type { Task } from '@loci/tasks';
import type { Compile } from './compile.js';
import type { Json } from './json.js';
import type { TrainSettingsInput } from './settings.js';
import type { RunStore } from './store/run-store.js';
import type { Trainable } from './trainable.js';

/** When to stop: whichever comes first. Without any rule a run ends by abort only. */
export interface StopRules {
  /** After so many steps, those before a resumption included; >= 0. */
  readonly steps?: number | undefined;
  /** After so many seconds of training, those before a resumption included; > 0. */
  readonly seconds?: number | undefined;
  /** Once this is reached. */
  readonly target?: Target | undefined;
  /** Once so many evaluations in a row, >= 1, were not the best so far. */
  readonly patience?: number | undefined;
}

/** Average bits a sequence in training, or a metric (or 'bits', 'accuracy') at a length in evaluation. */
export type Target =
  { readonly bits: number } | { readonly metric: string; readonly length: number; readonly value: number };

export interface EvaluationOptions {
  /** Steps between evaluations, >= 1. */
  readonly every: number;
  /** @defaultValue the task's test lengths */
  readonly lengths?: readonly number[] | undefined;
  /** Sequences of each length, >= 1. @defaultValue 64 */
  readonly sequences?: number | undefined;
}

export interface CheckpointOptions {
  /** Steps between checkpoints, >= 1. @defaultValue 1000 */
  readonly every?: number | undefined;
  /** How many of the latest stay, >= 1; the best by evaluation stays too. @defaultValue 3 */
  readonly keep?: number | undefined;
}

export interface TrainOptions extends TrainSettingsInput {
  readonly model: Trainable;
  readonly task: Task;
  /** @defaultValue { steps: 1000 } */
  readonly stop?: StopRules;
  /** @defaultValue no evaluation */
  readonly evaluate?: EvaluationOptions;
  /** Where the run is kept. @defaultValue it is not */
  readonly store?: RunStore;
  readonly checkpoint?: CheckpointOptions;
  /**
   * Go on with the run in the store (from its beginning if it has no checkpoint yet, as a new run if there is none).
   * Without it a store that holds a run already is an error.
   * @defaultValue false
   */
  readonly resume?: boolean;
  /** What else is needed to repeat the run, for `run.json`: names and options of model and task, the command. */
  readonly about?: Readonly<Record<string, Json>>;
  /** Ends the run after the step at hand; its state is stored first. */
  readonly signal?: AbortSignal;
  /** The engine. */
  readonly compile?: Compile;
  /** Milliseconds since some moment. @defaultValue performance.now */
  readonly clock?: () => number;
}
