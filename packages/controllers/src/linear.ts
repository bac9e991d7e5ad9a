import { constant, glorotUniform } from '@loci/addressing';
import type { Initializer, WeightSpecs, Weights } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';

/** The weights of an affine map: `kernel [inputs, outputs]` and `bias [outputs]`. */
export const linearWeights = (
  inputs: number,
  outputs: number,
  { kernel = glorotUniform, bias = constant(0) }: { kernel?: Initializer; bias?: Initializer } = {},
): WeightSpecs => ({
  kernel: { shape: [inputs, outputs], initializer: kernel },
  bias: { shape: [outputs], initializer: bias },
});

/** x W + b for `x [batch, inputs]`. */
export const linear = (x: tf.Tensor2D, { kernel, bias }: Weights): tf.Tensor2D =>
  tf.add(tf.matMul(x, kernel as tf.Tensor2D), bias);
