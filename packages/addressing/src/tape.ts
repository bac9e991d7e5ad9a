import * as tf from '@tensorflow/tfjs';
import { checkFinite, checkInteger, checkNotNegative, checkOneOf } from './check.js';
import { filled, type InitialState, repeated } from './initial-state.js';
import { uniform } from './initializers.js';

export interface TapeOptions {
  /** >= 1 */
  readonly places: number;
  /** Numbers at a place, >= 1. */
  readonly width: number;
  /**
   * What the memory holds before the first step: the same number everywhere, numbers that are drawn once and kept, or
   * numbers that are drawn and then trained.
   * @defaultValue 'constant'
   */
  readonly init?: 'constant' | 'uniform' | 'learned';
  /**
   * The constant (1e-6 by default: Collier and Beel 2018, arXiv 1807.08518), or the middle of the drawn numbers.
   * @defaultValue 1e-6 for 'constant', else 0
   */
  readonly value?: number;
  /**
   * Numbers are drawn from [value - scale, value + scale); >= 0.
   * @defaultValue 1 / sqrt(places + width)
   */
  readonly scale?: number;
}

/** A memory `[batch, places, width]` of equal places in a row, as the Neural Turing Machine has it. */
export interface Tape extends InitialState {
  readonly places: number;
  readonly width: number;
}

/** @throws RangeError for options out of range. */
export function tape(options: TapeOptions): Tape {
  const { places, width, init = 'constant' } = options;
  checkInteger('places', places, 1);
  checkInteger('width', width, 1);
  checkOneOf('init', init, ['constant', 'uniform', 'learned']);
  const { value = init === 'constant' ? 1e-6 : 0, scale = 1 / Math.sqrt(places + width) } = options;
  checkFinite('value', value);
  checkNotNegative('scale', scale);
  if (init === 'constant') return { places, width, ...filled(places, width, value) };
  return {
    places,
    width,
    weights: {
      memory: {
        shape: [places, width],
        initializer: uniform(value - scale, value + scale),
        trainable: init === 'learned',
      },
    },
    initial: (batch, weights) => repeated(weights!.memory as tf.Tensor2D, batch),
  };
}
