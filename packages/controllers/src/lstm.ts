import { checkPositive, glorotUniform } from '@loci/addressing';
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
  /**
   * How many times as large as usual the weights from what a layer takes in to its gates begin, > 0; those of the forget gates
   * are not. With hundreds of times each symbol of an alphabet opens or shuts the gates entirely: cells go up or down by one,
   * or stay, and count as exactly over hundreds of steps as over ten. Gates that are in between count as finely as the lengths
   * trained on ask for, and no further.
   * @defaultValue 1
   */
  readonly inputScale?: number;
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
export function lstm({ forgetBias = 1, inputScale = 1, ...options }: LSTMOptions): Cell {
  const { units } = options;
  const first = typeof forgetBias === 'number' ? [forgetBias] : forgetBias;
  if (first.length === 0) throw new RangeError('forgetBias must be a number, or some, got none');
  // The gates lie in the order i, f, g, o.
  const bias: Initializer = () => {
    const biases = new Float32Array(4 * units).fill(first.at(-1)!, units, 2 * units);
    biases.set(first.slice(0, units), units);
    return biases;
  };
  checkPositive('inputScale', inputScale);
  const kernelFor =
    (inputs: number): Initializer =>
    (random, shape) =>
      glorotUniform(random, shape).map((weight, index) => {
        const [row, gate] = [Math.floor(index / (4 * units)), Math.floor((index % (4 * units)) / units)];
        return row < inputs && gate !== 1 ? inputScale * weight : weight;
      });
  return layered(
    {
      stateNames: ['hidden', 'cell'],
      weights: (inputs) => linearWeights(inputs + units, 4 * units, { kernel: kernelFor(inputs), bias }),
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
