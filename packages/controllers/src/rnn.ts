import { checkOneOf } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import { activationNames, activations } from './activation.js';
import type { Activation } from './activation.js';
import type { Cell } from './cell.js';
import { layered } from './layered.js';
import type { ControllerOptions } from './layered.js';
import { linear, linearWeights } from './linear.js';

export interface RNNOptions extends ControllerOptions {
  /** @defaultValue 'tanh' */
  readonly activation?: Activation;
}

/** The simple recurrent network (Elman 1990): h <- f(W [x; h] + b). State: `hidden` h of each layer. */
export function rnn({ activation = 'tanh', ...options }: RNNOptions): Cell {
  const { units } = options;
  checkOneOf('activation', activation, activationNames);
  return layered(
    {
      stateNames: ['hidden'],
      weights: (inputs) => linearWeights(inputs + units, units),
      step(input, { hidden }, weights) {
        const seen = tf.concat([input, hidden as tf.Tensor2D], 1);
        const output = activations[activation](linear(seen, weights));
        return { output, state: { hidden: output } };
      },
    },
    options,
  );
}
