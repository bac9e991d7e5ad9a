import type { Initializer } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import type { Cell } from './cell.js';
import { layered } from './layered.js';
import type { ControllerOptions } from './layered.js';
import { linear, linearWeights } from './linear.js';

export interface LSTMOptions extends ControllerOptions {
  /**
   * Added to the bias of the forget gate, so that a new cell remembers (Gers et al. 2000; Jozefowicz et al. 2015).
   * @defaultValue 1
   */
  readonly forgetBias?: number;
}

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997) with forget gates and without peepholes:
 *
 *     [i, f, g, o] = W [x; h] + b
 *     c <- sigmoid(f) c + sigmoid(i) tanh(g)
 *     h <- sigmoid(o) tanh(c)
 *
 * One matrix product gives the four gates. State: `hidden` h and `cell` c of each layer.
 */
export function lstm({ forgetBias = 1, ...options }: LSTMOptions): Cell {
  const { units } = options;
  // The gates lie in the order i, f, g, o.
  const bias: Initializer = () => new Float32Array(4 * units).fill(forgetBias, units, 2 * units);
  return layered(
    {
      stateNames: ['hidden', 'cell'],
      weights: (inputs) => linearWeights(inputs + units, 4 * units, { bias }),
      step(input, { hidden, cell }, weights) {
        const gates = linear(tf.concat([input, hidden as tf.Tensor2D], 1), weights);
        const [write, keep, candidate, open] = tf.split(gates, 4, 1);
        const next = tf.add(tf.mul(tf.sigmoid(keep), cell), tf.mul(tf.sigmoid(write), tf.tanh(candidate)));
        const output = tf.mul(tf.sigmoid(open), tf.tanh(next)) as tf.Tensor2D;
        return { output, state: { hidden: output, cell: next } };
      },
    },
    options,
  );
}
