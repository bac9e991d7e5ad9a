import type { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import type { NoiseSpec } from './stage.js';

/**
 * Draws the random numbers that the stages of a scheme ask for (`scheme.noise(places)`), each
 * `[batch, heads, size]`, in the order of the stages.
 */
export function drawNoise(
  specs: Readonly<Record<string, NoiseSpec>>,
  batch: number,
  heads: number,
  random: RandomStream,
): Record<string, tf.Tensor3D> {
  return Object.fromEntries(
    Object.entries(specs).map(([name, { size, distribution }]) => {
      const values = Float32Array.from({ length: batch * heads * size }, () => random[distribution]());
      return [name, tf.tensor3d(values, [batch, heads, size])];
    }),
  );
}
