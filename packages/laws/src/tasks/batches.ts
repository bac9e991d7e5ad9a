import { RandomStream } from '@loci/random';
import type { Batch, Task } from '@loci/tasks';
import * as fc from 'fast-check';
import { type Law, law } from '../law.js';
import type { LawOptions } from '../options.js';
import { seeds } from '../subject/draw.js';

/** A batch to draw, small enough to print. */
export interface BatchCase {
  /** The length of each sequence. */
  readonly lengths: readonly number[];
  readonly seed: number;
}

/** The lengths that are trained on, as far as there are such: another law names those that there are not. */
export function trainedLengths({ lengths: { low, high }, train }: Task): { low: number; high: number } {
  const longest = Math.max(low, Math.min(train.high, high));
  return { low: Math.min(Math.max(train.low, low), longest), high: longest };
}

/** Short sequences, and those that are trained on. */
const lengthsOf = (task: Task): fc.Arbitrary<number> => {
  const { low, high } = task.lengths;
  const train = trainedLengths(task);
  return fc.oneof(
    fc.integer({ min: low, max: Math.min(high, low + 10) }),
    fc.integer({ min: train.low, max: train.high }),
  );
};

const batchCases = (task: Task): fc.Arbitrary<BatchCase> =>
  fc.record({ lengths: fc.array(lengthsOf(task), { minLength: 1, maxLength: 4 }), seed: seeds });

export const sampleOf = (task: Task, { lengths, seed }: BatchCase): Batch =>
  task.sample(RandomStream.fromSeed(seed), { batch: lengths.length, length: lengths });

/** A law of every batch that a task draws. */
export const lawOfBatches = (
  task: Task,
  name: string,
  options: LawOptions,
  hold: (batch: Batch, given: BatchCase) => void,
): Law => law(task.name, name, options, batchCases(task), (given) => hold(sampleOf(task, given), given));

/** The numbers of one step of one sequence. */
export function vector(
  { values, shape: [, batch, size] }: Batch['inputs'],
  step: number,
  sequence: number,
): Float32Array {
  const start = (step * batch + sequence) * size;
  return values.subarray(start, start + size);
}

/** Whether a step of a sequence counts. */
export const counts = ({ mask }: Batch, step: number, sequence: number): boolean =>
  mask.values[step * mask.shape[1] + sequence] !== 0;

/** The last step of each sequence that counts; -1 if none does. */
export const lastCounted = (batch: Batch): readonly number[] =>
  batch.lengths.map((_, sequence) => {
    let step = batch.mask.shape[0] - 1;
    while (step >= 0 && !counts(batch, step, sequence)) step--;
    return step;
  });
