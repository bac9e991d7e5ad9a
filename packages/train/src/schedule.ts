/**
 * Learning rates as data. The rate of a step is a number made on the host and given to the compiled step as a tensor,
 * so a schedule never makes it compile again.
 */
import { z } from 'zod';

/** How a rate falls once it begins to. */
export interface Decay {
  readonly shape: 'linear' | 'cosine';
  /**
   * When it begins: at a step; by success, once the average bits a sequence over the last `window` steps (a setting of the
   * run) are at most so many; with both, at whichever comes first.
   */
  readonly begin: { readonly step?: number | undefined; readonly bits?: number | undefined };
  /** Steps from the first rate to the last, >= 1. */
  readonly steps: number;
  /** The rate it ends with, >= 0. @defaultValue 0 */
  readonly to?: number | undefined;
}

export interface Schedule {
  /** The highest learning rate, > 0. */
  readonly rate: number;
  /** Steps in which the rate climbs linearly from rate / warmUp to rate, >= 0. @defaultValue 0 */
  readonly warmUp?: number | undefined;
  /** Without it the rate stays. */
  readonly decay?: Decay | undefined;
}

/** What a schedule remembers: the step at which decay begins or began, null while that is not known. */
export interface ScheduleState {
  readonly decayFrom: number | null;
}

const decaySchema: z.ZodType<Decay> = z.strictObject({
  shape: z.enum(['linear', 'cosine']),
  begin: z
    .strictObject({ step: z.int().min(0).optional(), bits: z.number().min(0).optional() })
    .refine(({ step, bits }) => step !== undefined || bits !== undefined, 'expects a step, bits, or both'),
  steps: z.int().min(1),
  to: z.number().min(0).optional(),
});

export const scheduleSchema: z.ZodType<Schedule> = z.strictObject({
  rate: z.number().positive(),
  warmUp: z.int().min(0).optional(),
  decay: decaySchema.optional(),
});

export const scheduleStateSchema: z.ZodType<ScheduleState> = z.strictObject({
  decayFrom: z.int().min(0).nullable(),
});

export const startSchedule = ({ decay }: Schedule): ScheduleState => ({
  decayFrom: decay?.begin.step ?? null,
});

/** The state after success was measured at a step. */
export function observeSuccess(
  { decay }: Schedule,
  state: ScheduleState,
  { step, bits }: { step: number; bits: number },
): ScheduleState {
  const success = decay?.begin.bits;
  const earlier = state.decayFrom === null || step < state.decayFrom;
  return success !== undefined && bits <= success && earlier ? { decayFrom: step } : state;
}

/**
 * The rate of the step after so many steps.
 *
 * @param began after how many steps the warm-up begins.
 */
export function rateAt(
  { rate, warmUp = 0, decay }: Schedule,
  { decayFrom }: ScheduleState,
  step: number,
  began = 0,
): number {
  const warm = step - began < warmUp ? (rate * (step - began + 1)) / warmUp : rate;
  if (!decay || decayFrom === null || step <= decayFrom) return warm;
  const progress = Math.min(1, (step - decayFrom) / decay.steps);
  const left = decay.shape === 'linear' ? 1 - progress : (1 + Math.cos(Math.PI * progress)) / 2;
  const to = decay.to ?? 0;
  return to + (warm - to) * left;
}
