import type * as tf from '@tensorflow/tfjs';
import type { Weights, WeightSpecs } from './weights.js';

/** How many values a head must be given, by name: `{ key: 20, strength: 1 }`. */
export type Emission = Readonly<Record<string, number>>;

/** The emitted values as they leave the controller, unsquashed: each `[batch, heads, size]`. */
export type Emitted = Readonly<Record<string, tf.Tensor3D>>;

/** What a stage sees beside the values emitted for it. */
export interface StageInput {
  /** What the stage before made of it, `[batch, heads, places]`; for the first stage the previous weighting. */
  readonly weighting: tf.Tensor3D;
  /** The weighting of the step before, `[batch, heads, places]`; it has no weight on padding. */
  readonly previous: tf.Tensor3D;
  /** `[batch, places, width]` */
  readonly memory: tf.Tensor3D;
  /** 1 where a place is in use and 0 where it is padding, `[batch, places]`; without it every place is in use. */
  readonly mask?: tf.Tensor2D;
  /** The stage's random numbers, `[batch, heads, size]`; given to stages that declare `noise`. */
  readonly noise?: tf.Tensor3D;
  /** The stage's trained tensors; given to stages that declare `weights`. */
  readonly weights?: Weights;
}

/** A weighting, and for a stage that chooses, the logarithm of the probability of its choice. */
export interface Choice {
  /** `[batch, heads, places]` */
  readonly weighting: tf.Tensor3D;
  /** `[batch, heads]` */
  readonly logProbability: tf.Tensor2D;
  /** The entropy of what was chosen from, in nats, `[batch, heads]`: for an entropy bonus. @defaultValue 0 */
  readonly entropy?: tf.Tensor2D;
}

/** What a weighting sums to over the places: exactly 1, or at most 1 where weight may fall off the ends. */
export type WeightSum = 'one' | 'at most one';

/** Random numbers wanted for one head: drawn by `RandomStream.gumbel`, `.normal` or `.uniform`. */
export interface NoiseSpec {
  readonly size: number;
  readonly distribution: 'gumbel' | 'normal' | 'uniform';
}

/**
 * One step of an addressing scheme: a pure function from emitted values and a weighting to a weighting.
 *
 * A stage squashes what it is given (softplus for a strength, sigmoid for a gate, ...), so that every emission and
 * every memory of numbers up to 1e9 in size is a valid one. It runs inside `tf.tidy`. Stages are tested by the laws of
 * `@loci/laws`.
 */
export interface Stage {
  /** Unique in a scheme: names the stage's weights and noise, and appears in errors. */
  readonly name: string;
  /** What the controller must emit for one head, given the width of a place; the names do not depend on the width. */
  emits(width: number): Emission;
  /** `emitted` holds exactly the names of `emits`. */
  apply(emitted: Emitted, input: StageInput): tf.Tensor3D | Choice;
  /** What the weighting sums to whatever came in; a stage without it keeps the sum of what came in. */
  readonly sum?: WeightSum;
  /** The trained tensors of the stage, given the width of a place. */
  weights?(width: number): WeightSpecs;
  /** What random numbers the stage is to be given for one head. */
  noise?(places: number): NoiseSpec;
}

/** What builds a stage from its options: `content({ similarity: 'cosine' })`. */
export type StageFactory<Options = void> = (options?: Options) => Stage;
