import type * as tf from '@tensorflow/tfjs';
import type { Cell, State } from './cell.js';

/** What a run over time gives. */
export interface Unrolled {
  /** `[time, batch, outputSize]` */
  readonly outputs: tf.Tensor3D;
  /** The state after the last step. */
  readonly state: State;
  /** The traces of all steps, each `[time, batch, ...]`. */
  readonly traces: Readonly<Record<string, tf.Tensor>>;
}

/** `inputs` is `[time, batch, inputSize]`; without `initial` the cell's own initial state is used. */
export type Unroll = (cell: Cell, inputs: tf.Tensor3D, initial?: State) => Unrolled;
