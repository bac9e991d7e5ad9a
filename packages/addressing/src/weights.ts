import type { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';

/** How the numbers of one tensor are drawn before training. */
export type Initializer = (random: RandomStream, shape: readonly number[]) => Float32Array;

/** One tensor that a part of a model needs. */
export interface WeightSpec {
  readonly shape: readonly number[];
  readonly initializer: Initializer;
  /**
   * False for numbers that are drawn once and kept: saved with the model, never trained.
   * @defaultValue true
   */
  readonly trainable?: boolean;
}

/** What a part of a model (stage, memory, controller) declares: the tensors it needs, by name. */
export type WeightSpecs = Readonly<Record<string, WeightSpec>>;

/** The tensors themselves: variables in a model, plain tensors in a test. */
export type Weights = Readonly<Record<string, tf.Tensor>>;

/**
 * Draws the variables that the specifications ask for, in their order; `dispose` of each frees it. The same state of
 * the stream gives the same variables.
 */
export function createVariables(specs: WeightSpecs, random: RandomStream): Record<string, tf.Variable> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { shape, initializer, trainable = true }]) => {
      const values = tf.tensor(initializer(random, shape), [...shape], 'float32');
      const variable = tf.variable(values, trainable);
      values.dispose();
      return [name, variable];
    }),
  );
}
