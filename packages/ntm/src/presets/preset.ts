import type { ModelOptions } from '../create-model.js';

/** How a model is trained; the names and meanings are those of the settings of `@loci/train`. */
export interface TrainingPreset {
  /** Sequences in a step. */
  readonly batch: number;
  readonly optimizer:
    | {
        readonly name: 'adam';
        readonly beta1?: number;
        readonly beta2?: number;
        readonly amsgrad?: boolean;
        readonly surprise?: number;
      }
    | {
        readonly name: 'rmsprop';
        readonly centered: boolean;
        readonly decay: number;
        readonly momentum: number;
        readonly epsilon: number;
      };
  /**
   * The learning rate, or how it falls: linearly within `steps` steps to 0, from a step on, from the first success (an
   * average of so many bits a sequence), or from whichever comes first.
   */
  readonly rate:
    | number
    | {
        readonly rate: number;
        readonly decay: {
          readonly shape: 'linear';
          readonly begin: { readonly step?: number; readonly bits?: number };
          readonly steps: number;
        };
      };
  /** Gradients are clipped by value, or all together by their norm. */
  readonly clip: { readonly value: number } | { readonly norm: number };
  /** Whether the loss is that of a sequence or the average over its predictions; it matters to clipping. */
  readonly lossScale: 'sequence' | 'prediction';
  /** Lengths are drawn from `low` up to a maximum that grows; without it from those of the task. */
  readonly curriculum?: {
    readonly kind: 'growing';
    readonly low: number;
    readonly from: number;
    readonly to: number;
    readonly steps: number;
  };
  /**
   * Once the loss of a prediction is so far above the best so far, as a share of that of the beginning, the run goes back
   * to where it was best.
   */
  readonly takeBack?: { readonly rise: number };
  /** A run that after so many steps has a loss of a prediction above such a share of that of the beginning begins anew. */
  readonly restart?: { readonly after: number; readonly above: number; readonly times: number };
}

/** A model and its training, with where the values come from. */
export interface Preset {
  readonly source: string;
  readonly model: ModelOptions;
  readonly training: TrainingPreset;
  /** Steps until the training is done; undefined where the source does not say. */
  readonly steps?: number;
}
