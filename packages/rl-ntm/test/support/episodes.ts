import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import type { Episode } from '../../src/index.js';

/** One episode, as plain numbers. */
export interface Instance {
  readonly surface: readonly (readonly number[])[];
  readonly start: readonly [number, number];
  readonly target: readonly number[];
  readonly steps: number;
}

/** A batch of episodes on surfaces of the same size; targets are padded. */
export function episodeOf(instances: readonly Instance[]): Episode {
  const longest = Math.max(...instances.map(({ target }) => target.length));
  return {
    surface: tf.tensor3d(
      instances.map(({ surface }) => surface.map((row) => [...row])),
      undefined,
      'int32',
    ),
    start: tf.tensor2d(instances.map(({ start }) => [...start])),
    targets: tf.tensor2d(
      instances.map(({ target }) => [...target, ...Array<number>(longest - target.length).fill(0)]),
      undefined,
      'int32',
    ),
    outputs: tf.tensor2d(instances.map(({ target }) => [target.length])),
    steps: tf.tensor2d(instances.map(({ steps }) => [steps])),
  };
}

export function gumbel(random: RandomStream, shape: [number, number, number]): tf.Tensor3D {
  return tf.tensor3d(
    Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, () => random.gumbel()),
    shape,
  );
}

/** Gives all variables new numbers: initial ones make all choices alike and all paths equal. */
export function scatter(
  variables: Readonly<Record<string, tf.Variable>>,
  seed: number,
  deviation = 0.7,
): void {
  const random = RandomStream.fromSeed(seed);
  for (const variable of Object.values(variables)) {
    const values = Float32Array.from({ length: variable.size }, () => random.normal(0, deviation));
    variable.assign(tf.tensor(values, variable.shape));
  }
}
