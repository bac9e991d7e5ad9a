import * as tf from '@tensorflow/tfjs';
import { checkFinite, checkInteger, checkNotNegative, checkOneOf } from './check.js';
import { filled, type InitialState, repeated } from './initial-state.js';
import { normal } from './initializers.js';
import type { Initializer } from './weights.js';

export interface InitialWeightingOptions {
  /** >= 1 */
  readonly heads: number;
  /** >= 1 */
  readonly places: number;
  /**
   * All weight on place 0, the same weight everywhere, or a softmax over trained logits. A memory of equal rows has
   * uniform content weightings, so only an initial weighting that is not uniform tells its places apart.
   * @defaultValue 'one-hot'
   */
  readonly kind?: 'one-hot' | 'uniform' | 'learned';
  /**
   * Standard deviation of the learned logits before training, >= 0.
   * @defaultValue 1
   */
  readonly scale?: number;
  /**
   * How far the learned logit of place 0 stands above the others before training.
   * @defaultValue 0
   */
  readonly peak?: number;
}

/**
 * The weighting `[batch, heads, places]` before the first step; it sums to 1.
 *
 * @throws RangeError for options out of range.
 */
export function initialWeighting(options: InitialWeightingOptions): InitialState {
  const { heads, places, kind = 'one-hot', scale = 1, peak = 0 } = options;
  checkInteger('heads', heads, 1);
  checkInteger('places', places, 1);
  checkOneOf('kind', kind, ['one-hot', 'uniform', 'learned']);
  checkNotNegative('scale', scale);
  checkFinite('peak', peak);
  switch (kind) {
    case 'one-hot':
      return { weights: {}, initial: (batch) => onFirstPlace(batch, heads, places) };
    case 'uniform':
      return filled(heads, places, 1 / places);
    case 'learned':
      return {
        weights: { logits: { shape: [heads, places], initializer: peaked(scale, peak) } },
        initial: (batch, weights) => repeated((weights!.logits as tf.Tensor2D).softmax(), batch),
      };
  }
}

function onFirstPlace(batch: number, heads: number, places: number): tf.Tensor3D {
  // Padding, because tf.oneHot refuses a depth of 1.
  return tf.pad3d(tf.ones([batch, heads, 1]), [
    [0, 0],
    [0, 0],
    [0, places - 1],
  ]);
}

/** Normal logits with `peak` more at place 0 of each head. */
function peaked(scale: number, peak: number): Initializer {
  const spread = normal(0, scale);
  return (random, shape) =>
    spread(random, shape).map((logit, index) => (index % shape[1]! === 0 ? logit + peak : logit));
}
