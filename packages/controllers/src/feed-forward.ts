import { checkOneOf } from '@loci/addressing';
import { activationNames, activations } from './activation.js';
import type { Activation } from './activation.js';
import type { Cell } from './cell.js';
import { layered } from './layered.js';
import type { ControllerOptions } from './layered.js';
import { linear, linearWeights } from './linear.js';

export interface FeedForwardOptions extends ControllerOptions {
  /** @defaultValue 'tanh' */
  readonly activation?: Activation;
}

/** A controller without state: h = f(W x + b) in each layer. */
export function feedForward({ activation = 'tanh', ...options }: FeedForwardOptions): Cell {
  checkOneOf('activation', activation, activationNames);
  return layered(
    {
      stateNames: [],
      weights: (inputs) => linearWeights(inputs, options.units),
      step: (input, _state, weights) => ({
        output: activations[activation](linear(input, weights)),
        state: {},
      }),
    },
    options,
  );
}
