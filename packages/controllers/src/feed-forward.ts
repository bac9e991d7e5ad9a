import * as tf from '@tensorflow/tfjs';
import type { Cell } from './cell.js';
import { layered } from './layered.js';
import type { ControllerOptions } from './layered.js';
import { linear, linearWeights } from './linear.js';

/** A controller without state: h = tanh(W x + b) in each layer. */
export const feedForward = (options: ControllerOptions): Cell =>
  layered(
    {
      stateNames: [],
      weights: (inputs) => linearWeights(inputs, options.units),
      step: (input, _state, weights) => ({ output: tf.tanh(linear(input, weights)), state: {} }),
    },
    options,
  );
