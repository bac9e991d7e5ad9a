import type { ControllerChoice } from '../controller.js';
import type { ModelOptions } from '../create-model.js';

/** How a model is trained; the names and meanings are those of the settings of `@loci/train`. */
export interface TrainingPreset {
  /** Sequences in a step. */
  readonly batch: number;
  readonly optimizer: { readonly name: 'adam'; readonly amsgrad?: true } | { readonly name: 'sgd' };
  /** Falls linearly from `begin` on, within `steps` steps, to 0. */
  readonly rate: {
    readonly rate: number;
    readonly decay: {
      readonly shape: 'linear';
      readonly begin: { readonly step: number };
      readonly steps: number;
    };
  };
  readonly clip: { readonly norm: number };
  readonly lossScale: 'prediction';
  /** Steps that the bits of a gate are averaged over; without it those of the loop. */
  readonly window?: number;
  /** The deviation of what disturbs the state before each step. */
  readonly noise?: number;
  /** Whether all sequences of a batch have one length, or each its own. */
  readonly lengthPer: 'batch' | 'sequence';
  /** Lengths are drawn from `low` up to a maximum that grows; without it from those of the task. */
  readonly curriculum?:
    | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
    | {
        readonly kind: 'growing';
        readonly low: number;
        readonly from: number;
        readonly to: number;
        readonly steps: number;
      }
    /** The maximum grows by one whenever the loss has fallen to so many bits a sequence. */
    | {
        readonly kind: 'gated';
        readonly low: number;
        readonly from: number;
        readonly to: number;
        readonly bits: number;
      };
}

/** A model and its training, with where the values come from. */
export interface Preset {
  readonly source: string;
  readonly model: ModelOptions;
  readonly training: TrainingPreset;
  /** Steps until the training is done. */
  readonly steps: number;
}

/** A rate that stays for a part of the steps and then falls. */
export const falling = (rate: number, steps: number, part = 0.5): TrainingPreset['rate'] => ({
  rate,
  decay: {
    shape: 'linear',
    begin: { step: Math.round(part * steps) },
    steps: Math.round((1 - part) * steps),
  },
});

/** A controller without memories. */
export const plain = (controller: ControllerChoice): ModelOptions => ({ model: 'recurrent', controller });
