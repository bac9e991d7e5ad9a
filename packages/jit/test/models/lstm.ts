import * as tf from '@tensorflow/tfjs';
import { unroll, type Sizes } from './ntm.js';

type State = Record<string, tf.Tensor>;

/** Two layers of LSTM (Hochreiter and Schmidhuber, 1997) with trained initial states, in plain tfjs. */
export class LSTM {
  readonly variables: Record<string, tf.Variable>;

  constructor(
    readonly sizes: Pick<Sizes, 'input' | 'output' | 'units'>,
    random: () => number,
  ) {
    const { input, output, units } = sizes;
    const matrix = (rows: number, columns: number): tf.Variable => {
      const scale = Math.sqrt(6 / (rows + columns));
      const values = Float32Array.from({ length: rows * columns }, () => (2 * random() - 1) * scale);
      return tf.variable(tf.tensor2d(values, [rows, columns]));
    };
    this.variables = {
      gates0: matrix(input + units, 4 * units),
      bias0: matrix(1, 4 * units),
      gates1: matrix(2 * units, 4 * units),
      bias1: matrix(1, 4 * units),
      initial: matrix(4, units),
      output: matrix(units, output),
      outputBias: matrix(1, output),
    };
  }

  private layer(index: 0 | 1, input: tf.Tensor, state: State): State {
    const { [`gates${index}`]: weights, [`bias${index}`]: bias } = this.variables;
    const all = tf.concat([input, state[`hidden${index}`]!], 1);
    const gates = tf.add(tf.matMul(all as tf.Tensor2D, weights as tf.Tensor as tf.Tensor2D), bias!);
    const [i, f, o, g] = tf.split(gates, 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
    const cell = tf.add(
      tf.mul(tf.sigmoid(tf.add(f, 1)), state[`cell${index}`]!),
      tf.mul(tf.sigmoid(i), tf.tanh(g)),
    );
    return { [`hidden${index}`]: tf.mul(tf.sigmoid(o), tf.tanh(cell)), [`cell${index}`]: cell };
  }

  /** Mean cross-entropy of the outputs of the last steps against `targets` `[time', batch, output]`. */
  loss(inputs: tf.Tensor3D, targets: tf.Tensor3D): tf.Scalar {
    const { units } = this.sizes;
    const [time, batch] = inputs.shape;
    const row = (i: number): tf.Tensor =>
      tf.tile(tf.slice(this.variables['initial']!, [i, 0], [1, units]), [batch, 1]);
    const initial = { hidden0: row(0), cell0: row(1), hidden1: row(2), cell1: row(3) };
    const step = (input: tf.Tensor, state: State) => {
      const first = this.layer(0, input, state);
      const second = this.layer(1, first['hidden0']!, state);
      const logits = tf.matMul(
        second['hidden1'] as tf.Tensor2D,
        this.variables['output'] as tf.Tensor as tf.Tensor2D,
      );
      return {
        output: tf.add(logits, this.variables['outputBias']!),
        state: { ...first, ...second },
        trace: {},
      };
    };
    const { outputs } = unroll(step, inputs, initial);
    const answers = tf.slice(outputs, [time - targets.shape[0], 0, 0], targets.shape);
    return tf.losses.sigmoidCrossEntropy(targets, answers) as tf.Scalar;
  }
}
