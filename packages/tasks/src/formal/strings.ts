import type { RandomStream } from '@loci/random';

/** So many symbols out of the first `kinds`, all alike. */
export const randomString = (random: RandomStream, length: number, kinds: number): readonly number[] =>
  Array.from({ length }, () => random.integer(0, kinds - 1));

/** A remainder in [0, modulus). */
export const modulo = (value: number, modulus: number): number => ((value % modulus) + modulus) % modulus;
