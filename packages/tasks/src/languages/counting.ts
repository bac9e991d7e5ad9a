/** The counting languages of Joulin and Mikolov 2015 (arXiv 1503.01007, section 5.1, tables 1 and 2). */
import type { RandomStream } from '@loci/random';
import type { LanguageTask, LanguageTaskOptions, Word } from './language-task.js';
import { languageTask } from './language-task.js';

/** Runs of symbols, such as `{ a: 2, b: 2 }` for aabb; what follows the first symbol of the run `surprise` is determined. */
function runs(counts: Readonly<Record<string, number>>, surprise: string): Word {
  const text = Object.entries(counts)
    .map(([symbol, count]) => symbol.repeat(count))
    .join('');
  return { text, determinedFrom: text.indexOf(surprise) + 1 };
}

const section = '5.1';
const first = 'a';

/** a^n b^n */
export const anbn = (options: LanguageTaskOptions = {}): LanguageTask =>
  languageTask(options, {
    name: 'anbn',
    description: 'As many b as a. The length is n.',
    section,
    symbols: 'ab',
    first,
    shortest: 1,
    word: (_random, n) => runs({ a: n, b: n }, 'b'),
  });

/** a^n b^n c^n */
export const anbncn = (options: LanguageTaskOptions = {}): LanguageTask =>
  languageTask(options, {
    name: 'anbncn',
    description: 'As many b as a, and as many c. The length is n.',
    section,
    symbols: 'abc',
    first,
    shortest: 1,
    word: (_random, n) => runs({ a: n, b: n, c: n }, 'b'),
  });

/** a^n b^n c^n d^n */
export const anbncndn = (options: LanguageTaskOptions = {}): LanguageTask =>
  languageTask(options, {
    name: 'anbncndn',
    description: 'As many b as a, as many c and as many d. The length is n.',
    section,
    symbols: 'abcd',
    first,
    shortest: 1,
    word: (_random, n) => runs({ a: n, b: n, c: n, d: n }, 'b'),
  });

/** a^n b^2n */
export const anb2n = (options: LanguageTaskOptions = {}): LanguageTask =>
  languageTask(options, {
    name: 'anb2n',
    description: 'Twice as many b as a. The length is n.',
    section,
    symbols: 'ab',
    first,
    shortest: 1,
    word: (_random, n) => runs({ a: n, b: 2 * n }, 'b'),
  });

/** n and m, both >= 1, with a given sum >= 2. */
function parts(random: RandomStream, sum: number): readonly [n: number, m: number] {
  const n = random.integer(1, sum - 1);
  return [n, sum - n];
}

/** a^n b^m c^(n + m) */
export const anbmcnm = (options: LanguageTaskOptions = {}): LanguageTask =>
  languageTask(options, {
    name: 'anbmcnm',
    description: 'As many c as a and b together. The length is the number of c.',
    section,
    symbols: 'abc',
    first,
    shortest: 2,
    word(random, sum) {
      const [n, m] = parts(random, sum);
      return runs({ a: n, b: m, c: sum }, 'c');
    },
  });

/** a^n b^k c^nk */
export const anbkcnk = (options: LanguageTaskOptions = {}): LanguageTask =>
  languageTask(options, {
    name: 'anbkcnk',
    description: 'As many c as the numbers of a and b multiplied. The length is the number of c.',
    section,
    symbols: 'abc',
    first,
    shortest: 1,
    word(random, product) {
      const divisors = Array.from({ length: product }, (_, index) => index + 1).filter(
        (n) => product % n === 0,
      );
      const n = divisors[random.integer(0, divisors.length - 1)];
      return runs({ a: n, b: product / n, c: product }, 'c');
    },
  });

/** a^n b^m c^n d^m */
export const anbmcndm = (options: LanguageTaskOptions = {}): LanguageTask =>
  languageTask(options, {
    name: 'anbmcndm',
    description: 'As many c as a, and as many d as b. The length is the number of a and b together.',
    section,
    symbols: 'abcd',
    first,
    shortest: 2,
    word(random, sum) {
      const [n, m] = parts(random, sum);
      return runs({ a: n, b: m, c: n, d: m }, 'c');
    },
  });
