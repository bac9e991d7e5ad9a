/**
 * Curricula as data: which lengths are trained on, and when. Draws come from the run's random stream; what a
 * curriculum remembers is part of its checkpoints.
 */
import { z } from 'zod';
import { unknownMember } from '../suggest.js';

/** Every length in [low, high] alike. */
export interface UniformCurriculum {
  readonly kind: 'uniform';
  readonly low: number;
  readonly high: number;
}

/** Uniform over [low, maximum], where the maximum grows linearly from `from` to `to` within `steps` steps. */
export interface GrowingCurriculum {
  readonly kind: 'growing';
  readonly low: number;
  readonly from: number;
  readonly to: number;
  readonly steps: number;
}

/**
 * Uniform over [low, maximum], where the maximum starts at `from` and grows by `by` up to `to`, each time the average
 * bits a sequence over the last `window` steps (a setting of the run) are at most `bits`.
 */
export interface GatedCurriculum {
  readonly kind: 'gated';
  readonly low: number;
  readonly from: number;
  readonly to: number;
  /** @defaultValue 1 */
  readonly by?: number | undefined;
  readonly bits: number;
}

/** Each draw comes from one of the parts, chosen with a probability proportional to its weight. */
export interface MixtureCurriculum {
  readonly kind: 'mixture';
  readonly parts: readonly { readonly weight: number; readonly curriculum: Curriculum }[];
}

export type Curriculum = UniformCurriculum | GrowingCurriculum | GatedCurriculum | MixtureCurriculum;

const length = z.int().min(0);

const rises = (...names: readonly string[]) => ({
  check: (value: object) => {
    const lengths = names.map((name) => (value as Record<string, number>)[name]);
    return lengths.every((item, index) => index === 0 || lengths[index - 1] <= item);
  },
  error: `must have ${names.join(' <= ')}`,
});

const risesTo = { high: rises('low', 'high'), to: rises('low', 'from', 'to') };

export const curriculumSchema: z.ZodType<Curriculum> = z.lazy(() =>
  z.discriminatedUnion(
    'kind',
    [
      z
        .strictObject({ kind: z.literal('uniform'), low: length, high: length })
        .refine(risesTo.high.check, { error: risesTo.high.error }),
      z
        .strictObject({
          kind: z.literal('growing'),
          low: length,
          from: length,
          to: length,
          steps: z.int().min(1),
        })
        .refine(risesTo.to.check, { error: risesTo.to.error }),
      z
        .strictObject({
          kind: z.literal('gated'),
          low: length,
          from: length,
          to: length,
          by: z.int().min(1).optional(),
          bits: z.number().min(0),
        })
        .refine(risesTo.to.check, { error: risesTo.to.error }),
      z.strictObject({
        kind: z.literal('mixture'),
        parts: z
          .array(z.strictObject({ weight: z.number().positive(), curriculum: curriculumSchema }))
          .min(1),
      }),
    ],
    { error: unknownMember('kind', ['uniform', 'growing', 'gated', 'mixture']) },
  ),
);
