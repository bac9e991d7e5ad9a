import { checkInteger, createVariables } from '@loci/addressing';
import { disposeVariables, linear, linearWeights, lstm, prefixed, unroll, within } from '@loci/controllers';
import type { Cell, Variables } from '@loci/controllers';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import type { Episode } from './environment.js';
import type { Played } from './episode.js';

export interface BaselineNetworkOptions {
  readonly symbols: number;
  /** Choices of a step, one-hot: `model.noiseSize`. */
  readonly choices: number;
  /** Units of the LSTM, >= 1. @defaultValue 32 */
  readonly units?: number;
  readonly seed: number;
}

/** Counts of outputs and steps come in this unit, so that they are about as large as the other inputs. */
const COUNT = 10;

/**
 * Predicts what an episode will still earn, from all that is known before the choice of a step: an LSTM reads the whole
 * input first, and then goes along with the episode (arXiv 1505.00521, section 5.2).
 */
export class BaselineNetwork {
  readonly variables: Variables;
  private readonly lstm: Cell;
  private readonly symbols: number;

  constructor({ symbols, choices, units = 32, seed }: BaselineNetworkOptions) {
    checkInteger('units', units, 1);
    const random = RandomStream.fromSeed(seed);
    this.symbols = symbols;
    this.lstm = lstm({ inputSize: symbols + choices + 3, units, seed: random.integer(0, 2 ** 31) });
    const own = createVariables(prefixed('return', linearWeights(units, 1)), random);
    this.variables = { ...prefixed('controller', this.lstm.variables), ...own };
  }

  /** `[time, batch]`: the expected return before the choices of each step. */
  predict({ surface }: Episode, played: Played): tf.Tensor2D {
    const [time, batch] = played.going.shape;
    const cells = surface.size / batch;
    const tape = tf.cast(
      tf.equal(
        tf.reshape(tf.transpose(tf.reshape(surface, [batch, cells])), [cells, batch, 1]),
        tf.range(1, this.symbols + 1),
      ),
      'float32',
    ) as tf.Tensor3D;
    const rest = this.lstm.inputSize - this.symbols;
    const reading = tf.concat([tape, tf.zeros<tf.Rank.R3>([cells, batch, rest])], 2);
    const { state } = unroll(this.lstm, reading);
    const column = (counts: tf.Tensor2D) =>
      tf.div(tf.reshape(counts, [time, batch, 1]), COUNT) as tf.Tensor3D;
    const playing = tf.concat(
      [
        played.input,
        played.before,
        column(played.outputsLeft),
        column(played.stepsLeft),
        tf.ones<tf.Rank.R3>([time, batch, 1]),
      ],
      2,
    );
    const { outputs } = unroll(this.lstm, playing, { initial: state });
    const flat = tf.reshape(outputs, [time * batch, this.lstm.outputSize]) as tf.Tensor2D;
    return tf.mul(played.going, tf.reshape(linear(flat, within('return', this.variables)), [time, batch]));
  }

  dispose(): void {
    disposeVariables(this.variables);
  }
}
