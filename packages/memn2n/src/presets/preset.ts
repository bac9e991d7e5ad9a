import type { MemN2NOptions } from '../options.js';

/** A learning rate over the epochs of a stage; the names and meanings are those of `fit` of `@loci/train`. */
export interface PresetRate {
  readonly start: number;
  readonly divideBy?: number;
  readonly every?: number | 'stall';
}

/** A stage of training: 'linear', without the softmax of the hops, or 'softmax'. */
export interface PresetStage {
  readonly name: 'linear' | 'softmax';
  /** Epochs at most. */
  readonly epochs: number;
  readonly rate: PresetRate;
  /** Whether it ends once the validation loss falls no more. */
  readonly untilStall?: boolean;
}

/** How a network is trained. */
export interface TrainingPreset {
  /** Questions in a step. */
  readonly batch: number;
  readonly stages: readonly PresetStage[];
  /** The largest share of empty sentences inserted in training. */
  readonly noise: number;
  /** The gradient of each variable is clipped to this norm. */
  readonly clip: { readonly variableNorm: number };
  /** The share of the training questions that is held out, in [0, 1). */
  readonly validation: number;
}

/** A column of the paper's table: a network, its training, and on what it is trained. */
export interface Preset {
  readonly source: string;
  /** The column's head in the paper's Table 1. */
  readonly title: string;
  /** Whether one network learns all tasks. */
  readonly joint: boolean;
  readonly model: MemN2NOptions;
  readonly training: TrainingPreset;
}
