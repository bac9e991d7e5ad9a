/**
 * Curricula as data: which lengths are trained on, and when. The draw is seeded by the run's random stream; what a
 * curriculum remembers is part of its checkpoints.
 */

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
