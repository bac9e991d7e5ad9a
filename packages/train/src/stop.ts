import type { Task } from '@loci/tasks';
import { z } from 'zod';
import type { LengthScore } from './evaluate.js';
import type { StopReason } from './events.js';

/** When to stop: whichever comes first. Without any rule a run ends by abort only. */
export interface StopRules {
  /** After so many steps, those before a resumption included; >= 0. */
  readonly steps?: number | undefined;
  /** After so many seconds spent in steps, those before a resumption included; > 0. */
  readonly seconds?: number | undefined;
  /** Once this is reached. */
  readonly target?: Target | undefined;
  /** Once so many evaluations in a row, >= 1, were not the best so far. */
  readonly patience?: number | undefined;
}

/** A score at a length in evaluation: 'bits', 'accuracy' or one of the task's metrics. */
export interface ScoreTarget {
  readonly score: string;
  readonly length: number;
  /** The score is to be as good as this, or better. */
  readonly value: number;
}

/** At most so many bits a sequence in training, on average over `window` steps on all lengths; or a score. */
export type Target = { readonly bits: number } | ScoreTarget;

export const stopSchema: z.ZodType<StopRules> = z.strictObject({
  steps: z.int().min(0).optional(),
  seconds: z.number().positive().optional(),
  target: z
    .union(
      [
        z.strictObject({ bits: z.number().min(0) }),
        z.strictObject({ score: z.string(), length: z.int(), value: z.number() }),
      ],
      { error: 'must be { bits } or { score, length, value }' },
    )
    .optional(),
  patience: z.int().min(1).optional(),
});

/** Where a run stands. */
export interface Standing {
  readonly step: number;
  readonly seconds: number;
}

/**
 * The rule that ends the run before the next step, if one does.
 *
 * @param standing `success` is the average bits a sequence, where the losses were just read and it says something.
 */
export function stopAfterStep(
  { target, ...rules }: StopRules,
  { step, seconds, success }: Standing & { readonly success?: number | undefined },
): StopReason | undefined {
  if (target && 'bits' in target && success !== undefined && success <= target.bits) return 'target';
  if (rules.steps !== undefined && step >= rules.steps) return 'steps';
  return rules.seconds !== undefined && seconds >= rules.seconds ? 'seconds' : undefined;
}

const reached = (target: ScoreTarget, { metrics }: Pick<Task, 'metrics'>, score: LengthScore): boolean => {
  if (target.score === 'bits') return score.bits <= target.value;
  if (target.score === 'accuracy') return score.accuracy >= target.value;
  const value = score.metrics[target.score];
  const metric = metrics.find(({ name }) => name === target.score);
  return metric?.better === 'lower' ? value <= target.value : value >= target.value;
};

/** The rule that ends the run after an evaluation, if one does. */
export function stopAfterEvaluation(
  { target, patience }: StopRules,
  task: Pick<Task, 'metrics'>,
  scores: readonly LengthScore[],
  sinceBest: number,
): StopReason | undefined {
  const score = target && 'score' in target && scores.find(({ length }) => length === target.length);
  if (score && reached(target, task, score)) return 'target';
  return patience !== undefined && sinceBest >= patience ? 'patience' : undefined;
}

/** Seconds until the rules for steps and seconds end the run at a speed in steps a second; undefined without them. */
export function secondsLeft(
  rules: StopRules,
  { step, seconds }: Standing,
  speed: number,
): number | undefined {
  const left = [
    ...(rules.steps === undefined || !(speed > 0) ? [] : [(rules.steps - step) / speed]),
    ...(rules.seconds === undefined ? [] : [rules.seconds - seconds]),
  ];
  return left.length === 0 ? undefined : Math.max(0, Math.min(...left));
}
