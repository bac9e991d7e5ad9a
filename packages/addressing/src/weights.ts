import type { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';

/** How the numbers of one trained tensor are drawn before training. */
export type Initializer = (random: RandomStream, shape: readonly number[]) => Float32Array;

/** What a part of a model (stage, memory, controller) declares: the trained tensors it needs, by name. */
export type WeightSpecs = Readonly<
  Record<string, { readonly shape: readonly number[]; readonly initializer: Initializer }>
>;

/** The trained tensors themselves: variables in a model, plain tensors in a test. */
export type Weights = Readonly<Record<string, tf.Tensor>>;
