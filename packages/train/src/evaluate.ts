import type { Task } from '@loci/tasks';
import type { Compile } from './compile.js';
import type { Trainable } from './trainable.js';

/** How well a model does at one length. */
export interface LengthScore {
  readonly length: number;
  /** Sequences that were looked at. */
  readonly sequences: number;
  /** Cross-entropy in bits a sequence. */
  readonly bits: number;
  /** Share of right predictions (bits, or classes) among those that count, in [0, 1]. */
  readonly accuracy: number;
  /** The task's own metrics by name. */
  readonly metrics: Readonly<Record<string, number>>;
}

export interface EvaluateOptions {
  readonly model: Trainable;
  readonly task: Task;
  /** @defaultValue the task's test lengths */
  readonly lengths?: readonly number[] | undefined;
  /** Sequences of each length, >= 1. @defaultValue 64 */
  readonly sequences?: number | undefined;
  /** Sequences run at once, >= 1. @defaultValue 16 */
  readonly batch?: number | undefined;
  /** Seeds the sequences: the same seed gives the same, an integer in [0, 2^32 - 1]. */
  readonly seed: number;
  readonly compile?: Compile | undefined;
}

/** Scores a model on fresh samples of each length. */
export declare function evaluate(options: EvaluateOptions): Promise<readonly LengthScore[]>;
