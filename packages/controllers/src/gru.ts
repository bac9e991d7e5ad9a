import * as tf from '@tensorflow/tfjs';
import type { Cell } from './cell.js';
import { layered } from './layered.js';
import type { ControllerOptions } from './layered.js';
import { linear, linearWeights } from './linear.js';
import { prefixed, within } from './variables.js';

/**
 * Gated recurrent unit (Cho et al. 2014, equations 5 to 8):
 *
 *     [z, r] = sigmoid(W [x; h] + b)
 *     n = tanh(V [x; r h] + d)
 *     h <- z h + (1 - z) n
 *
 * State: `hidden` h of each layer.
 */
export function gru(options: ControllerOptions): Cell {
  const { units } = options;
  return layered(
    {
      stateNames: ['hidden'],
      weights: (inputs) => ({
        ...prefixed('gates', linearWeights(inputs + units, 2 * units)),
        ...prefixed('candidate', linearWeights(inputs + units, units)),
      }),
      step(input, { hidden }, weights) {
        const previous = hidden as tf.Tensor2D;
        const gates = tf.sigmoid(linear(tf.concat([input, previous], 1), within('gates', weights)));
        const [keep, reset] = tf.split(gates, 2, 1);
        const candidate = tf.tanh(
          linear(tf.concat([input, tf.mul(reset, previous)], 1), within('candidate', weights)),
        );
        const output = tf.add(tf.mul(keep, previous), tf.mul(tf.sub(1, keep), candidate)) as tf.Tensor2D;
        return { output, state: { hidden: output } };
      },
    },
    options,
  );
}
