import type { ModelOptions } from '../create-model.js';

/** How a model is trained; the names and meanings are those of the settings of `@loci/train`. */
export interface TrainingPreset {
  /** Sequences in a step. */
  readonly batch: number;
  readonly optimizer:
    | { readonly name: 'adam' }
    | {
        readonly name: 'rmsprop';
        readonly centered: boolean;
        readonly decay: number;
        readonly momentum: number;
        readonly epsilon: number;
      };
  /** The learning rate, or how it falls: linearly from `begin` on, within `steps` steps, to 0. */
  readonly rate:
    | number
    | {
        readonly rate: number;
        readonly decay: {
          readonly shape: 'linear';
          readonly begin: { readonly step: number };
          readonly steps: number;
        };
      };
  /** Gradients are clipped by value, or all together by their norm. */
  readonly clip: { readonly value: number } | { readonly norm: number };
  /** Whether the loss is that of a sequence or the average over its predictions; it matters to clipping. */
  readonly lossScale: 'sequence' | 'prediction';
}

/** A model and its training, with where the values come from. */
export interface Preset {
  readonly source: string;
  readonly model: ModelOptions;
  readonly training: TrainingPreset;
  /** Steps until the training is done; undefined where the source does not say. */
  readonly steps?: number;
}
