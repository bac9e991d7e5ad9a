import type * as tf from '@tensorflow/tfjs';

/** Named tensors, each `[batch, ...]`. */
export type State = Readonly<Record<string, tf.Tensor>>;

/** What one step gives. */
export interface Step {
  /** `[batch, outputSize]` */
  readonly output: tf.Tensor2D;
  /** The same names and shapes as the state that went in. */
  readonly state: State;
  /** What pictures show, such as weightings `[batch, heads, places]`; not needed to go on. */
  readonly trace: Readonly<Record<string, tf.Tensor>>;
}

/**
 * A recurrent step as a pure function of explicit named state. Every model with a notion of time is a cell; loops
 * over time live in `unroll` alone.
 */
export interface Cell {
  readonly inputSize: number;
  readonly outputSize: number;
  /** The shape of each part of the state without its batch dimension. */
  readonly stateShapes: Readonly<Record<string, readonly number[]>>;
  /** The trained variables by name, in a fixed order; the names are those of the checkpoints. */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** The state before the first step; it may depend on trained variables. */
  initialState(batch: number): State;
  /** `input` is `[batch, inputSize]`. */
  step(input: tf.Tensor2D, state: State): Step;
  /** Frees the variables. */
  dispose(): void;
}
