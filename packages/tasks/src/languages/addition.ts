import type { RandomStream } from '@loci/random';
import type { LanguageTask, LanguageTaskOptions } from './language-task.js';
import { languageTask } from './language-task.js';

/** A number of exactly so many binary digits, highest first. */
const number = (random: RandomStream, digits: number): string =>
  `1${Array.from({ length: digits - 1 }, () => random.integer(0, 1)).join('')}`;

/**
 * Binary addition: a sum, highest digits first, and its value, lowest digit first, with a full stop. The length is the number
 * of digits of both summands together; how many of them are the first one's is drawn. Joulin and Mikolov 2015 (arXiv
 * 1503.01007, section 5.2).
 *
 *     1 0 1 + 1 = 0 1 1 .
 */
export const addition = (options: LanguageTaskOptions = {}): LanguageTask =>
  languageTask(options, {
    name: 'addition',
    description: 'A sum of two binary numbers, and its value with the lowest digit first.',
    section: '5.2',
    symbols: '01+=.',
    shortest: 2,
    word(random, digits) {
      const first = random.integer(1, digits - 1);
      const [left, right] = [number(random, first), number(random, digits - first)];
      const sum = BigInt(`0b${left}`) + BigInt(`0b${right}`);
      const asked = `${left}+${right}=`;
      return { text: `${asked}${[...sum.toString(2)].reverse().join('')}.`, determinedFrom: asked.length };
    },
  });
