import { checkInteger, uniform } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import type { Cell } from './cell.js';
import { layered } from './layered.js';
import type { ControllerOptions } from './layered.js';

export interface SecondOrderOptions extends Omit<ControllerOptions, 'layers' | 'skipConnections'> {
  /**
   * How many of the first numbers of an input are the symbol, in [1, inputSize]; the others are seen as the state is.
   * @defaultValue all of them
   */
  readonly symbols?: number;
}

/** The deviation of the initial biases: without it all symbols would leave a state of zeros alike. */
const BIAS_DEVIATION = 0.1;

const uniformOfDeviation = (deviation: number) =>
  uniform(-Math.sqrt(3) * deviation, Math.sqrt(3) * deviation);

/**
 * A gated recurrent network of second order: the symbol x chooses the map that is applied to the state, as that of a finite
 * automaton chooses among its transitions (Giles et al. 1992, "Learning and extracting finite state automata with
 * second-order recurrent neural networks", Neural Computation 4; with a stack: Sun et al., arXiv 1711.05738). What is
 * seen beside the symbol, s, such as the top of a stack, is mapped with the state h. Of the gates of a GRU it keeps one:
 *
 *     [n, z] = sum_i x(i) (W(i) [s; h] + b(i))
 *     h <- sigmoid(z) h + (1 - sigmoid(z)) tanh(n)
 *
 * It has as many maps as there are symbols, and learns what the symbols of a language do to a state in a fraction of the steps
 * of networks that add up what comes from the symbol and what comes from the state. State: `hidden` h.
 *
 * @throws RangeError for options out of range.
 */
export function secondOrder({ symbols: given, ...options }: SecondOrderOptions): Cell {
  const { inputSize, units } = options;
  const symbols = given ?? inputSize;
  checkInteger('inputSize', inputSize, 1);
  checkInteger('units', units, 1);
  checkInteger('symbols', symbols, 1);
  if (symbols > inputSize) {
    throw new RangeError(`symbols must be <= inputSize ${inputSize}, got ${symbols}`);
  }
  const mapped = inputSize - symbols + units;
  return layered(
    {
      stateNames: ['hidden'],
      weights: () => ({
        // One symbol is there at a time: the maps of the others do not add to the variance.
        kernel: {
          shape: [symbols * mapped, 2 * units],
          initializer: uniformOfDeviation(1 / Math.sqrt(mapped)),
        },
        bias: { shape: [symbols, 2 * units], initializer: uniformOfDeviation(BIAS_DEVIATION) },
      }),
      step(input, { hidden }, { kernel, bias }) {
        const symbol = tf.slice(input, [0, 0], [-1, symbols]);
        const beside = tf.slice(input, [0, symbols], [-1, inputSize - symbols]);
        const state = symbols < inputSize ? tf.concat([beside, hidden as tf.Tensor2D], 1) : hidden;
        const pairs = tf.mul(tf.expandDims(symbol, 2), tf.expandDims(state, 1));
        const sums = tf.add<tf.Tensor2D>(
          tf.matMul(tf.reshape<tf.Rank.R2>(pairs, [-1, symbols * mapped]), kernel as tf.Tensor2D),
          tf.matMul(symbol, bias as tf.Tensor2D),
        );
        const [candidate, gate] = tf.split(sums, 2, 1);
        const keep = tf.sigmoid(gate);
        const kept = tf.mul(keep, hidden);
        const output = tf.add<tf.Tensor2D>(kept, tf.mul(tf.sub(1, keep), tf.tanh(candidate)));
        return { output, state: { hidden: output } };
      },
    },
    options,
  );
}
