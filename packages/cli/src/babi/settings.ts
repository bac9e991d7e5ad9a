import { preset, switchedByValidation } from '@loci/memn2n';
import type { Encoding, Preset, PresetName, TrainingSize } from '@loci/memn2n';
import { z } from 'zod';

/** Everything, beside the data, that decides which numbers a restart gives. It is data and stands in `babi.json`. */
export interface BabiSettings {
  readonly variant: PresetName;
  readonly size: TrainingSize;
  readonly seed: number;
  /** Another encoding of sentences than the preset's. */
  readonly encoding?: Encoding | undefined;
  /** What ends a linear start: a number of epochs (the preset's), or that the validation loss falls no more. */
  readonly linearStart: 'epochs' | 'validation';
  /** Epochs of each stage at most. */
  readonly epochs?: number | undefined;
}

/** The preset as the settings change it. */
export function presetOf({ variant, size, encoding, linearStart, epochs = Infinity }: BabiSettings): Preset {
  const given = preset(variant, size);
  const { stages } = given.training;
  const switched = linearStart === 'validation' ? switchedByValidation(stages) : stages;
  return {
    ...given,
    model: { ...given.model, ...(encoding && { encoding }) },
    training: {
      ...given.training,
      stages: switched.map((stage) => ({ ...stage, epochs: Math.min(stage.epochs, epochs) })),
    },
  };
}

/** One network to be trained: on these tasks, from the weights that the settings' seed gives this restart. */
export interface BabiJob {
  readonly tasks: readonly number[];
  /** From 1 on. */
  readonly restart: number;
}

/** The seed of a restart: every task and restart has its own, whatever else is trained. */
export const seedOf = ({ seed }: BabiSettings, { tasks, restart }: BabiJob): number =>
  (seed + 1_000_003 * restart + (tasks.length === 1 ? 7919 * tasks[0] : 0)) % 2 ** 32;

/** What a restart came to; a line of `results.jsonl`. */
export interface BabiResult extends BabiJob {
  /** Whether the loss ceased to be finite; the errors are those of that moment then. */
  readonly diverged: boolean;
  readonly epochs: number;
  readonly seconds: number;
  /** Share of wrong answers among the questions trained on, without noise. */
  readonly trainingError: number;
  /** Nats a question. */
  readonly trainingLoss: number;
  readonly tests: readonly BabiTest[];
}

/** The test of one task. */
interface BabiTest {
  readonly task: number;
  readonly questions: number;
  /** Share of wrong answers. */
  readonly error: number;
  /** Questions whose answer is no word of the training files: counted wrong. */
  readonly unknownAnswers: number;
}

const loss = z.number().nullable();

/** JSON has no NaN: it is null there. */
export const resultSchema = z.strictObject({
  tasks: z.array(z.int().min(1)).min(1),
  restart: z.int().min(1),
  diverged: z.boolean(),
  epochs: z.int().min(0),
  seconds: z.number().min(0),
  trainingError: z.number(),
  trainingLoss: loss.transform((value) => value ?? NaN),
  tests: z.array(
    z.strictObject({
      task: z.int().min(1),
      questions: z.int().min(1),
      error: z.number(),
      unknownAnswers: z.int().min(0),
    }),
  ),
});

/** The best restart: the lowest training error, as the paper chooses, then the lowest loss. */
export const bestOf = (results: readonly BabiResult[]): BabiResult | undefined =>
  results.reduce<BabiResult | undefined>(
    (best, result) => (best === undefined || compare(result, best) < 0 ? result : best),
    undefined,
  );

/** Below 0 if the first is better. */
function compare(a: BabiResult, b: BabiResult): number {
  if (a.diverged !== b.diverged) return a.diverged ? 1 : -1;
  return a.trainingError - b.trainingError || a.trainingLoss - b.trainingLoss;
}
