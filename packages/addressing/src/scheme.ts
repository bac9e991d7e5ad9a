import type * as tf from '@tensorflow/tfjs';
import type { Choice, Emission, Emitted, NoiseSpec, Stage, StageInput, WeightSum } from './stage.js';
import type { Weights, WeightSpecs } from './weights.js';

/** What `Scheme.address` works on: as for a stage, with noise and weights by stage name. */
export interface AddressInput extends Pick<StageInput, 'memory' | 'previous' | 'mask'> {
  readonly emitted: Emitted;
  readonly noise?: Readonly<Record<string, tf.Tensor3D>>;
  readonly weights?: Readonly<Record<string, Weights>>;
}

/** An addressing scheme: stages one after the other. Made by `addressing(...stages)`. */
export interface Scheme {
  readonly stages: readonly Stage[];
  /** What the last stage to say so promises; 'one' if none says anything. */
  readonly sum: WeightSum;
  /** The union of what the stages emit; two stages that want the same name are an error of `addressing`. */
  emits(width: number): Emission;
  /** Trained tensors by stage name; stages without any do not appear. */
  weights(width: number): Readonly<Record<string, WeightSpecs>>;
  /** Random numbers by stage name; stages without any do not appear. */
  noise(places: number): Readonly<Record<string, NoiseSpec>>;
  /** The weighting `[batch, heads, places]`. */
  address(input: AddressInput): tf.Tensor3D;
  /** The weighting with log-probability and entropy `[batch, heads]`, summed over the choices (0 for a soft scheme). */
  choose(input: AddressInput): Required<Choice>;
}
