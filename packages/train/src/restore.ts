import type { Checkpoint } from './checkpoint/checkpoint.js';
import type { Trainable } from './trainable.js';

/** Gives a model the weights of a checkpoint. @throws RunFileError if they do not fit. */
export declare function restoreWeights(model: Trainable, checkpoint: Checkpoint): void;
