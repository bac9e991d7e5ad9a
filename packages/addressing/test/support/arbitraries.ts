import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { normal, uniform } from '../../src/index.js';

export interface Sizes {
  readonly batch: number;
  readonly heads: number;
  readonly places: number;
  readonly width: number;
  readonly seed: number;
}

/** Small sizes that include one of everything, and a seed for the numbers. */
export const sizes: fc.Arbitrary<Sizes> = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  heads: fc.integer({ min: 1, max: 3 }),
  places: fc.integer({ min: 1, max: 7 }),
  width: fc.integer({ min: 1, max: 4 }),
  seed: fc.nat(),
});

/** Normal numbers. */
export function numbers(random: RandomStream, shape: [number, number, number], deviation = 1): tf.Tensor3D {
  return tf.tensor3d(normal(0, deviation)(random, shape), shape);
}

/** Random weightings that sum to one. */
export function weightings(random: RandomStream, shape: [number, number, number]): tf.Tensor3D {
  const values = tf.tensor3d(uniform(0.01, 1)(random, shape), shape);
  return values.div(values.sum(-1, true));
}

/** 1 for places in use; the first place of each row always is. */
export function masks(random: RandomStream, batch: number, places: number): tf.Tensor2D {
  return tf.tensor2d(
    Array.from({ length: batch }, () =>
      Array.from({ length: places }, (_, place) => (place === 0 || random.bernoulli(0.6) ? 1 : 0)),
    ),
    [batch, places],
  );
}

/** A whole input of a stage. */
export function stageInput({ batch, heads, places, width, seed }: Sizes) {
  const random = RandomStream.fromSeed(seed % 2 ** 31);
  return {
    random,
    weighting: weightings(random, [batch, heads, places]),
    previous: weightings(random, [batch, heads, places]),
    memory: numbers(random, [batch, places, width]),
  };
}
