import * as tf from '@tensorflow/tfjs';
import type { Weights, WeightSpecs } from './weights.js';

/** A part of a model's state and how it stands before the first step. */
export interface InitialState {
  /** The tensors that the initial state is made of; none for a constant one. */
  readonly weights: WeightSpecs;
  /** `[batch, rows, columns]`, the same for each of the batch. */
  initial(batch: number, weights?: Weights): tf.Tensor3D;
}

/** An initial state without trained tensors: the same number everywhere. */
export function filled(rows: number, columns: number, value: number): InitialState {
  return { weights: {}, initial: (batch) => tf.fill([batch, rows, columns], value) };
}

/**
 * One matrix for each of the batch: `[rows, columns]` to `[batch, rows, columns]`. An addition broadcasts, because
 * its gradient is one sum over the batch, and that of tile one kernel for each repetition.
 */
export function repeated(matrix: tf.Tensor2D, batch: number): tf.Tensor3D {
  return matrix.expandDims<tf.Tensor3D>(0).add(tf.zeros([batch, 1, 1]));
}
