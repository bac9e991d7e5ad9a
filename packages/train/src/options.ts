import type { Task } from '@loci/tasks';
import { z } from 'zod';
import { engineOr } from './compile.js';
import type { Compile } from './compile.js';
import { checkLengths } from './evaluate.js';
import { parseOption } from './parse.js';
import type { About } from './record.js';
import { settingsFor } from './settings.js';
import type { TrainSettings, TrainSettingsInput } from './settings.js';
import { stopSchema } from './stop.js';
import type { StopRules } from './stop.js';
import type { RunStore } from './store/run-store.js';
import type { Trainable } from './trainable.js';

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
  /** @defaultValue none: the run ends when it is aborted or nobody asks for its next event */
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
  /** What else is needed to repeat the run, for `run.json`. @defaultValue nothing */
  readonly about?: About;
  /** Ends the run after the step at hand; its state is stored first. */
  readonly signal?: AbortSignal;
  /** The engine. @defaultValue `jit` of @loci/jit */
  readonly compile?: Compile;
  /** Milliseconds since some moment. @defaultValue performance.now */
  readonly clock?: () => number;
}

type Evaluation = { readonly [Key in keyof EvaluationOptions]-?: NonNullable<EvaluationOptions[Key]> };

/** How a run is kept, ended from outside and computed, whatever learns in it. */
export interface RunPlan {
  readonly checkpoint: { readonly every: number; readonly keep: number };
  readonly store: RunStore | undefined;
  readonly resume: boolean;
  readonly about: About;
  readonly signal: AbortSignal | undefined;
  readonly compile: Compile;
  readonly clock: () => number;
}

/** The options with every default filled in, checked. */
export interface Plan extends RunPlan {
  readonly model: Trainable;
  readonly task: Task;
  readonly settings: TrainSettings;
  readonly stop: StopRules;
  readonly evaluate: Evaluation | undefined;
}

export const evaluationSchema: z.ZodType<Evaluation> = z.strictObject({
  every: z.int().min(1),
  lengths: z.array(z.int()).min(1),
  sequences: z.int().min(1),
});

export const checkpointSchema = z.strictObject({ every: z.int().min(1), keep: z.int().min(1) });

/** @throws RangeError that names the option, the value and what is valid. */
export function runPlanOf(options: { readonly [Key in keyof RunPlan]?: TrainOptions[Key] }): RunPlan {
  const { every = 1000, keep = 3, ...others } = options.checkpoint ?? {};
  return {
    checkpoint: parseOption(checkpointSchema, { ...others, every, keep }, 'checkpoint'),
    store: options.store,
    resume: options.resume ?? false,
    about: options.about ?? {},
    signal: options.signal,
    compile: engineOr(options.compile),
    clock: options.clock ?? (() => performance.now()),
  };
}

/** @throws RangeError that names the option, the value and what is valid. */
export function planOf(options: TrainOptions): Plan {
  const { task, stop = {}, evaluate } = options;
  const plan: Plan = {
    model: options.model,
    task,
    settings: settingsFor(task, options),
    stop: parseOption(stopSchema, stop, 'stop'),
    evaluate: evaluate && evaluationOf(task, evaluate),
    ...runPlanOf(options),
  };
  checkEvaluationRules(plan);
  if (plan.settings.restart && !plan.model.redraw) {
    throw new RangeError('restart needs a model whose variables can be drawn anew; give it redraw');
  }
  if (plan.settings.noise !== undefined && !plan.model.noiseSize) {
    throw new RangeError('noise needs a model whose state can be disturbed; give it noiseSize');
  }
  return plan;
}

function evaluationOf(task: Task, options: EvaluationOptions): Evaluation {
  const { lengths = task.test, sequences = 64 } = options;
  const evaluation = parseOption(evaluationSchema, { ...options, lengths, sequences }, 'evaluate');
  checkLengths(task, evaluation.lengths);
  return evaluation;
}

/** Stop rules that look at evaluations need evaluations that show what they look at. */
function checkEvaluationRules({ task, stop: { target, patience }, evaluate }: Plan): void {
  if (patience !== undefined && !evaluate)
    throw new RangeError('stop.patience counts evaluations; give evaluate');
  if (!target || !('score' in target)) return;
  if (!evaluate) throw new RangeError('stop.target looks at a score of evaluations; give evaluate');
  const names = ['bits', 'accuracy', ...task.metrics.map(({ name }) => name)];
  if (!names.includes(target.score)) {
    throw new RangeError(`stop.target.score must be one of '${names.join("', '")}', got '${target.score}'`);
  }
  if (!evaluate.lengths.includes(target.length)) {
    throw new RangeError(
      `stop.target.length must be one of the lengths evaluated (${evaluate.lengths.join(', ')}), got ${target.length}`,
    );
  }
}
