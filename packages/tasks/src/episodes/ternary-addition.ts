import { episodeTask } from './episode-task.js';
import type { EpisodeTask } from './episode-task.js';
import { carried, digitsOf, symbolsOf } from './numbers.js';
import { ahead, back, stay } from './tape-task.js';

const BASE = 3;

/** Behind the digits 0, 1 and 2. */
const PLUS = 4;
const END = 5;

/**
 * Forth over both numbers, the plus and the end marker, the first number being laid in the memory; back over the second
 * number, where a digit of the sum is written at each step, and after that the carry, if there is one, and the end marker.
 */
const thereAndBack = (digits: number, outputs: number): number => 2 * digits + 2 + outputs;

/**
 * Addition in base 3 on a tape, which the paper reports as failed: `011.` is wanted from `12+21.` (5 + 7 = 12, which is 110):
 * numbers of as many digits each, and their sum from its last digit on.
 */
export const ternaryAddition = (): EpisodeTask =>
  episodeTask({
    name: 'ternary-addition',
    description:
      'Add two numbers in base 3, one behind the other on the tape, and write the sum from its last digit on.',
    source: 'Zaremba and Sutskever 2015, arXiv 1505.00521',
    symbols: END,
    glyphs: '012+.',
    moves: [back, stay, ahead],
    train: { low: 1, high: 8 },
    test: [8, 16, 32],
    extent: (level) => ({
      rows: 1,
      columns: 2 * level + 2,
      outputs: level + 2,
      shortest: thereAndBack(level, level + 2),
    }),
    instance(random, level) {
      const numbers = [digitsOf(random, level, BASE), digitsOf(random, level, BASE)];
      const [first, second] = numbers.map(symbolsOf);
      const target = [...symbolsOf(carried(numbers, { base: BASE })), END];
      return {
        surface: [[...first, PLUS, ...second, END]],
        start: [0, 0],
        target,
        shortest: thereAndBack(level, target.length),
      };
    },
  });
