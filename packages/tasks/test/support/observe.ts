import type { Batch } from '../../src/index.js';

/** One sequence of a batch, read off the arrays step by step. */
export interface Observed {
  readonly length: number;
  readonly inputs: number[][];
  readonly targets: number[][];
  readonly mask: number[];
}

/** The sequences of a batch, padding included. */
export function observe({ inputs, targets, mask, lengths }: Batch): Observed[] {
  const [time, batch] = mask.shape;
  const vectors = ({ values, shape }: Batch['inputs'], sequence: number) =>
    Array.from({ length: time }, (_, step) =>
      Array.from({ length: shape[2] }, (_, i) => values[step * batch * shape[2] + sequence * shape[2] + i]),
    );
  return lengths.map((length, sequence) => ({
    length,
    inputs: vectors(inputs, sequence),
    targets: vectors(targets, sequence),
    mask: Array.from({ length: time }, (_, step) => mask.values[step * batch + sequence]),
  }));
}

/** What is wanted in each step; undefined where nothing counts. */
export const wanted = ({ targets, mask }: Observed): (number[] | undefined)[] =>
  targets.map((target, step) => (mask[step] === 1 ? target : undefined));

/** A vector with one channel on. */
export const only = (channel: number, size: number, value = 1): number[] =>
  Array.from({ length: size }, (_, index) => (index === channel ? value : 0));

export const zeros = (size: number): number[] => only(-1, size);

/** So many vectors of zeros. */
export const blank = (steps: number, size: number): number[][] =>
  Array.from({ length: steps }, () => zeros(size));

/** Whether there are only zeros and ones in some vectors. */
export const areBits = (vectors: readonly number[][]): boolean =>
  vectors.flat().every((value) => value === 0 || value === 1);
