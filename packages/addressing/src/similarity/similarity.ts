import type * as tf from '@tensorflow/tfjs';
import type { Weights, WeightSpecs } from '../weights.js';

/** How a key is compared with what lies at each place. */
export interface Similarity {
  /** How many values a key has, given the width of a place. */
  keySize(width: number): number;
  /** The trained tensors of the comparison. */
  weights?(width: number): WeightSpecs;
  /**
   * @param key `[batch, heads, keySize]`
   * @param memory `[batch, places, width]`
   * @returns one number a place, `[batch, heads, places]`
   */
  compare(key: tf.Tensor3D, memory: tf.Tensor3D, weights: Weights): tf.Tensor3D;
}
