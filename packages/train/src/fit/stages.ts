/** A course of training in stages, as data. */
import { z } from 'zod';

/** A learning rate that falls by steps. */
export interface StageRate {
  /** > 0 */
  readonly start: number;
  /** What it is divided by each time, > 1. @defaultValue 2 */
  readonly divideBy?: number | undefined;
  /** When: every so many epochs, or after every epoch that did not lower the validation loss. @defaultValue never */
  readonly every?: number | 'stall' | undefined;
}

export interface FitStage {
  /** Told to the learner. */
  readonly name: string;
  /** Epochs at most, >= 1. */
  readonly epochs: number;
  readonly rate: StageRate;
  /** Whether it ends with the first epoch that does not lower the validation loss. @defaultValue false */
  readonly untilStall?: boolean | undefined;
}

const rateSchema: z.ZodType<StageRate> = z.strictObject({
  start: z.number().positive(),
  divideBy: z.number().gt(1).optional(),
  every: z.union([z.int().min(1), z.literal('stall')]).optional(),
});

export const stagesSchema: z.ZodType<readonly FitStage[]> = z
  .array(
    z.strictObject({
      name: z.string().min(1),
      epochs: z.int().min(1),
      rate: rateSchema,
      untilStall: z.boolean().optional(),
    }),
  )
  .min(1);

/** Whether a stage depends on how well the examples held out are done. */
export const watchesValidation = ({ rate, untilStall }: FitStage): boolean =>
  untilStall === true || rate.every === 'stall';

/** Where a stage stands. */
export interface StageState {
  /** Epochs done. */
  readonly epochs: number;
  /** How often the validation loss was not lower than the lowest before. */
  readonly stalls: number;
  /** The lowest validation loss so far; null before the first. */
  readonly best: number | null;
}

export const startStage: StageState = { epochs: 0, stalls: 0, best: null };

/** The learning rate of the next epoch. */
export function stageRate({ start, divideBy = 2, every }: StageRate, { epochs, stalls }: StageState): number {
  const falls = every === undefined ? 0 : every === 'stall' ? stalls : Math.floor(epochs / every);
  return start / divideBy ** falls;
}

/** The state after an epoch with such a validation loss; undefined if there was none. */
export function afterEpoch({ epochs, stalls, best }: StageState, loss: number | undefined): StageState {
  if (loss === undefined) return { epochs: epochs + 1, stalls, best };
  const falls = best === null || loss < best;
  return { epochs: epochs + 1, stalls: falls ? stalls : stalls + 1, best: falls ? loss : best };
}

export const stageEnds = ({ epochs, untilStall }: FitStage, state: StageState): boolean =>
  state.epochs >= epochs || (untilStall === true && state.stalls > 0);
