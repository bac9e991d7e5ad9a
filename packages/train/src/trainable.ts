import type * as tf from '@tensorflow/tfjs';

/** What can be trained: a model that maps whole sequences to logits. A cell becomes one by `unroll`. */
export interface Trainable {
  /**
   * All variables of the model by name, in a fixed order; the names are those of the checkpoints. Variables that are
   * not `trainable` are saved and never changed.
   */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /**
   * The logits `[time, batch, outputSize]` for inputs `[time, batch, inputSize]`: a synchronous function of plain
   * tfjs without host reads, so that it can be compiled.
   *
   * @param noise what the state is disturbed by before each step, `[time, batch, noiseSize]`, in training with `noise`.
   */
  forward(inputs: tf.Tensor3D, noise?: tf.Tensor3D): tf.Tensor3D;
  /** How many numbers disturb the state before a step. @defaultValue the model cannot be disturbed */
  readonly noiseSize?: number;
  /**
   * Gives all variables the initial values that belong to a seed, an integer in [0, 2^32 - 1]: for runs that may begin
   * anew (`restart`).
   */
  redraw?(seed: number): void;
}
