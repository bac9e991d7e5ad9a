/** The tasks of the benchmark on binary numbers; they are context-sensitive. */
import type { RandomStream } from '@loci/random';
import { terminated } from './context-free.js';
import type { FormalTask, FormalTaskOptions } from './formal-task.js';
import { formalTask } from './formal-task.js';
import { randomString } from './strings.js';

type Bits = readonly number[];

/** The number whose bits these are, the lowest first. */
const numberOf = (bits: Bits): bigint => BigInt(`0b${bits.toReversed().join('')}`);

/** The bits of a number, the lowest first, without zeros in front. */
const bitsOf = (number: bigint): Bits => [...number.toString(2)].reverse().map(Number);

/** Bits of a number > 0. */
function positive(random: RandomStream, length: number): Bits {
  for (;;) {
    const bits = randomString(random, length, 2);
    if (bits.includes(1)) return bits;
  }
}

/** Two numbers > 0, lowest bits first, with an operator between, of so many symbols. */
function operation(random: RandomStream, length: number) {
  const leftLength = random.integer(1, length - 2);
  const left = positive(random, leftLength);
  const right = positive(random, length - 1 - leftLength);
  return { input: [...left, 2, ...right], left: numberOf(left), right: numberOf(right) };
}

/**
 * Binary addition: two numbers, lowest bits first, with a plus between; their sum, lowest bits first, then an end mark.
 *
 *     0 0 1 + 0 1 1 0 1  ->  0 1 0 1 1 .
 */
export const binaryAddition = (options: FormalTaskOptions = {}): FormalTask =>
  formalTask(options, {
    name: 'binary-addition',
    description: 'Add two binary numbers, written with their lowest bits first.',
    symbols: '01+',
    classes: '01.',
    shortest: 3,
    exampleLength: 9,
    outputLength: (length) => length + 1,
    draw(random, length) {
      const { input, left, right } = operation(random, length);
      return { input, ...terminated(bitsOf(left + right), length + 1) };
    },
  });

/** Binary multiplication: as for addition, the product. */
export const binaryMultiplication = (options: FormalTaskOptions = {}): FormalTask =>
  formalTask(options, {
    name: 'binary-multiplication',
    description: 'Multiply two binary numbers, written with their lowest bits first.',
    symbols: '01*',
    classes: '01.',
    shortest: 3,
    exampleLength: 9,
    outputLength: (length) => length,
    draw(random, length) {
      const { input, left, right } = operation(random, length);
      return { input, ...terminated(bitsOf(left * right), length) };
    },
  });

/** The largest integer whose square is not above a number (Heron's rule, from above). */
function integerRoot(number: bigint): bigint {
  let root = 1n << BigInt(Math.ceil(number.toString(2).length / 2));
  for (;;) {
    const next = (root + number / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}

/**
 * Compute sqrt: a number > 0, highest bit first; the integer part of its square root, highest bit first, in half as many
 * bits.
 *
 *     1 0 0 1 0 1  ->  1 1 0
 */
export const computeSqrt = (options: FormalTaskOptions = {}): FormalTask => {
  const outputLength = (length: number) => Math.ceil(length / 2);
  return formalTask(options, {
    name: 'compute-sqrt',
    description:
      'The integer part of the square root of a binary number, written with its highest bit first.',
    symbols: '01',
    classes: '01',
    exampleLength: 8,
    outputLength,
    draw(random, length) {
      const input = positive(random, length);
      const root = bitsOf(integerRoot(numberOf(input.toReversed())));
      const size = outputLength(length);
      return { input, output: [...root, ...Array<number>(size - root.length).fill(0)].reverse() };
    },
  });
};
