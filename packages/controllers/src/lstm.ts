import type { Initializer } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import type { Cell } from './cell.js';
import { layered } from './layered.js';
import type { ControllerOptions } from './layered.js';
import { linear, linearWeights } from './linear.js';

export interface LSTMOptions extends ControllerOptions {
  /**
   * Added to the biases of the forget gates, so that a new cell remembers (Gers et al. 2000; Jozefowicz et al. 2015): one
   * number for all units, or several for the first of them, of which the last is that of all others too. With `[4, 4, -1]`
   * two units keep what they hold at first, and the others let go of it. (Numbers of units that there are not do not count.)
   * @defaultValue 1
   */
  readonly forgetBias?: number | readonly number[];
}

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997) with forget gates and without peepholes:
 *
 *     [i, f, g, o] = W [x; h] + b
 *     c <- sigmoid(f) c + sigmoid(i) tanh(g)
 *     h <- sigmoid(o) tanh(c)
 *
 * One matrix product gives the four gates. State: `hidden` h and `cell` c of each layer.
 *
 * @throws RangeError for options out of range.
 */
export function lstm({ forgetBias = 1, ...options }: LSTMOptions): Cell {
  const { units } = options;
  const first = typeof forgetBias === 'number' ? [forgetBias] : forgetBias;
  if (first.length === 0) throw new RangeError('forgetBias must be a number, or some, got none');
  // The gates lie in the order i, f, g, o.
  const bias: Initializer = () => {
    const biases = new Float32Array(4 * units).fill(first.at(-1)!, units, 2 * units);
    biases.set(first.slice(0, units), units);
    return biases;
  };
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
