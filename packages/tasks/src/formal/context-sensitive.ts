/** The tasks of the benchmark on strings that no automaton with one stack can do. */
import type { FormalTask, FormalTaskOptions } from './formal-task.js';
import { formalTask } from './formal-task.js';
import { randomString } from './strings.js';

/** Duplicate string: the same bits twice. */
export const duplicateString = (options: FormalTaskOptions = {}): FormalTask =>
  formalTask(options, {
    name: 'duplicate-string',
    description: 'Give back a string of bits twice.',
    symbols: '01',
    classes: '01',
    outputLength: (length) => 2 * length,
    draw(random, length) {
      const input = randomString(random, length, 2);
      return { input, output: [...input, ...input] };
    },
  });

const [MASKED, PADDING] = [2, 3];

/**
 * Missing duplicate: a string of bits twice, one of all bits masked (?): which is it? Of odd lengths the last symbol is
 * padding (_).
 *
 *     0 1 1 0 0 ? 1 0  ->  1
 */
export const missingDuplicate = (options: FormalTaskOptions = {}): FormalTask =>
  formalTask(options, {
    name: 'missing-duplicate',
    description: 'Which bit is masked in a string of bits that is shown twice.',
    symbols: '01?_',
    classes: '01',
    shortest: 2,
    exampleLength: 8,
    outputLength: () => 1,
    draw(random, length) {
      const half = randomString(random, Math.floor(length / 2), 2);
      const twice = [...half, ...half];
      const masked = random.integer(0, twice.length - 1);
      const padding = length % 2 === 0 ? [] : [PADDING];
      return { input: [...twice.with(masked, MASKED), ...padding], output: [twice[masked]] };
    },
  });

/** Odds first: the bits at the first, third, ... place, then those at the second, fourth, ... */
export const oddsFirst = (options: FormalTaskOptions = {}): FormalTask =>
  formalTask(options, {
    name: 'odds-first',
    description: 'Give back the bits at the odd places of a string, then those at the even places.',
    symbols: '01',
    classes: '01',
    outputLength: (length) => length,
    draw(random, length) {
      const input = randomString(random, length, 2);
      const half = (odd: number) => input.filter((_, index) => index % 2 === odd);
      return { input, output: [...half(0), ...half(1)] };
    },
  });

/** Bucket sort: the symbols of a string out of five in their order. */
export const bucketSort = (options: FormalTaskOptions = {}): FormalTask =>
  formalTask(options, {
    name: 'bucket-sort',
    description: 'Sort a string of digits 0 to 4.',
    symbols: '01234',
    classes: '01234',
    outputLength: (length) => length,
    draw(random, length) {
      const input = randomString(random, length, 5);
      return { input, output: input.toSorted((a, b) => a - b) };
    },
  });
