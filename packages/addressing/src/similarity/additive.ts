import type * as tf from '@tensorflow/tfjs';
import { checkInteger } from '../check.js';
import { glorotUniform } from '../initializers.js';
import type { Similarity } from './similarity.js';

/**
 * v . tanh(k + U m), the alignment model of Bahdanau et al. 2015 (arXiv 1409.0473, appendix A.1.2). The key is W s
 * already: the map W from the controller's state s to `units` values is the emission of the head.
 */
export function additive(units: number): Similarity {
  checkInteger('units', units, 1);
  return {
    keySize: () => units,
    weights: (width) => ({
      projection: { shape: [width, units], initializer: glorotUniform },
      score: { shape: [units, 1], initializer: glorotUniform },
    }),
    compare(key, memory, { projection, score }) {
      const [batch, places, width] = memory.shape;
      const heads = key.shape[1];
      const projected = memory
        .reshape<tf.Tensor2D>([batch * places, width])
        .matMul(projection as tf.Tensor2D);
      const hidden = key
        .reshape([batch, heads, 1, units])
        .add(projected.reshape([batch, 1, places, units]))
        .tanh();
      return hidden
        .reshape<tf.Tensor2D>([batch * heads * places, units])
        .matMul(score as tf.Tensor2D)
        .reshape([batch, heads, places]);
    },
  };
}
