import type { RandomStream } from '@loci/random';
import { checkFinite, checkNotNegative } from './check.js';
import type { Initializer } from './weights.js';

/** Every number is `value`. */
export function constant(value: number): Initializer {
  checkFinite('value', value);
  return (_random, shape) => new Float32Array(size(shape)).fill(value);
}

/** Uniform in [low, high). */
export function uniform(low: number, high: number): Initializer {
  checkFinite('low', low);
  checkFinite('high', high);
  if (low > high) throw new RangeError(`low must be <= high, got low ${low} and high ${high}`);
  return draw((random) => random.uniform(low, high));
}

/** Normal with the given mean and standard deviation. */
export function normal(mean: number, deviation: number): Initializer {
  checkFinite('mean', mean);
  checkNotNegative('deviation', deviation);
  return draw((random) => random.normal(mean, deviation));
}

/**
 * Uniform in +-sqrt(6 / (fan in + fan out)), which keeps the variance of signals and gradients level through a
 * layer (Glorot and Bengio 2010, equation 16). The fans are the last two dimensions; a vector counts as a column.
 */
export const glorotUniform: Initializer = (random, shape) => {
  const [fanOut, fanIn] = [...shape, 1].slice(0, Math.max(shape.length, 2)).reverse();
  const bound = Math.sqrt(6 / (fanIn! + fanOut!));
  return uniform(-bound, bound)(random, shape);
};

function draw(next: (random: RandomStream) => number): Initializer {
  return (random, shape) => Float32Array.from({ length: size(shape) }, () => next(random));
}

function size(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}
