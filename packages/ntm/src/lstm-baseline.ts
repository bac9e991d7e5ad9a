/**
 * The paper's comparison: LSTM layers without a memory (Graves et al. 2014, section 4.6 and table 3). As in Graves 2013
 * (arXiv 1308.0850, section 2) every layer sees the input beside the layer below, the output is an affine map of all
 * layers, and the initial state is trained; so wired, the numbers of parameters are those of the paper's table.
 */
import { checkInteger, createVariables } from '@loci/addressing';
import { disposeVariables, linear, linearWeights, lstm, prefixed, within } from '@loci/controllers';
import type { Cell, LSTMOptions, State, Step, Variables } from '@loci/controllers';
import { RandomStream } from '@loci/random';
import type * as tf from '@tensorflow/tfjs';

export interface LSTMBaselineOptions extends Partial<LSTMOptions> {
  readonly inputSize: number;
  readonly outputSize: number;
  /** Hidden units of each layer. @defaultValue 256 */
  readonly units?: number;
  /** @defaultValue 3 */
  readonly layers?: number;
  /** @defaultValue true */
  readonly skipConnections?: boolean;
  /** @defaultValue 'learned' */
  readonly initialState?: 'zero' | 'learned';
  /** The seed of the initial weights, an integer in [-2^31, 2^32 - 1]. */
  readonly seed: number;
}

/** A cell whose output is logits. @throws RangeError for options out of range. */
export class LSTMBaseline implements Cell {
  readonly inputSize: number;
  readonly outputSize: number;
  readonly variables: Variables;
  readonly stateShapes: Cell['stateShapes'];
  private readonly layers: Cell;

  constructor({ outputSize, seed, ...options }: LSTMBaselineOptions) {
    checkInteger('outputSize', outputSize, 1);
    const random = RandomStream.fromSeed(seed);
    const defaults = { units: 256, layers: 3, skipConnections: true, initialState: 'learned' } as const;
    this.layers = lstm({ ...defaults, ...options, seed: random.integer(0, 2 ** 31) });
    this.inputSize = options.inputSize;
    this.outputSize = outputSize;
    this.stateShapes = this.layers.stateShapes;
    const output = createVariables(
      prefixed('output', linearWeights(this.layers.outputSize, outputSize)),
      random,
    );
    this.variables = { ...this.layers.variables, ...output };
  }

  initialState(batch: number): State {
    return this.layers.initialState(batch);
  }

  step(input: tf.Tensor2D, state: State): Step {
    const { output, state: next } = this.layers.step(input, state);
    return { output: linear(output, within('output', this.variables)), state: next, trace: {} };
  }

  dispose(): void {
    disposeVariables(this.variables);
  }
}
