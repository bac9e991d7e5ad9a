import type * as tf from '@tensorflow/tfjs';
import { checkPositive } from '../check.js';
import { dot } from './dot.js';
import type { Similarity } from './similarity.js';

/** Under the root of a norm: it keeps the gradient of an all-zero vector finite (and zero). */
const SQUARED_NORM_FLOOR = 1e-20;

/**
 * k . m / (|k||m| + epsilon), the cosine similarity of the Neural Turing Machine (Graves et al. 2014,
 * arXiv 1410.5401, equation 6) with a smoothed denominator: without epsilon the gradient at a nearly empty place
 * grows with 1 / |m|, and training on a memory that starts at 1e-6 blows up.
 */
export function cosine(epsilon: number): Similarity {
  checkPositive('epsilon', epsilon);
  const product = dot();
  return {
    keySize: product.keySize,
    compare(key, memory, weights) {
      const [batch, places] = memory.shape;
      const norms = norm(key).mul<tf.Tensor3D>(norm(memory).reshape([batch, 1, places]));
      return product.compare(key, memory, weights).div(norms.add(epsilon));
    },
  };
}

function norm(vectors: tf.Tensor3D): tf.Tensor3D {
  return vectors.square().sum(-1, true).add<tf.Tensor3D>(SQUARED_NORM_FLOOR).sqrt();
}
