import * as tf from '@tensorflow/tfjs';
import type { Similarity } from './similarity.js';

/** k . m, the comparison of memory networks (Sukhbaatar et al. 2015, arXiv 1503.08895, equation 1). */
export function dot(): Similarity {
  return {
    keySize: (width) => width,
    compare: (key, memory) => tf.matMul(key, memory, false, true),
  };
}
