import type { RandomStream } from '@loci/random';
import type { Batch } from './task.js';

/** One step of a sequence. Vectors may be shorter than the task's are: the channels that are missing are 0. */
export interface Step {
  readonly input: readonly number[];
  /** What is wanted; a step without a target does not count. */
  readonly target?: readonly number[];
}

/** A vector with one channel on, such as a delimiter's. */
export const mark = (channel: number, value = 1): readonly number[] => [...Array(channel).fill(0), value];

/** So many fair bits. */
export const randomBits = (random: RandomStream, bits: number): readonly number[] =>
  Array.from({ length: bits }, () => random.integer(0, 1));

/** So many vectors of fair bits. */
export const randomVectors = (
  random: RandomStream,
  count: number,
  bits: number,
): readonly (readonly number[])[] => Array.from({ length: count }, () => randomBits(random, bits));

/**
 * One batch of several sequences: `[time, batch, size]`, where time is the longest sequence's. After the end of a
 * shorter one inputs, targets and mask are 0.
 *
 * @param lengths the level of each sequence.
 * @throws RangeError for a vector with more channels than there are.
 */
export function batchOf(
  sequences: readonly (readonly Step[])[],
  { inputSize, outputSize }: { readonly inputSize: number; readonly outputSize: number },
  lengths: readonly number[],
): Batch {
  const batch = sequences.length;
  const time = Math.max(...sequences.map((steps) => steps.length));
  const inputs = new Float32Array(time * batch * inputSize);
  const targets = new Float32Array(time * batch * outputSize);
  const mask = new Float32Array(time * batch);
  sequences.forEach((steps, sequence) => {
    steps.forEach(({ input, target }, step) => {
      const place = step * batch + sequence;
      checkSize('input', input, inputSize);
      inputs.set(input, place * inputSize);
      if (!target) return;
      checkSize('target', target, outputSize);
      targets.set(target, place * outputSize);
      mask[place] = 1;
    });
  });
  return {
    inputs: { values: inputs, shape: [time, batch, inputSize] },
    targets: { values: targets, shape: [time, batch, outputSize] },
    mask: { values: mask, shape: [time, batch] },
    lengths,
  };
}

function checkSize(what: 'input' | 'target', vector: readonly number[], size: number): void {
  if (vector.length > size) {
    throw new RangeError(`the ${what} of a step has at most ${size} channels, got ${vector.length}`);
  }
}
