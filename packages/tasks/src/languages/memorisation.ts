import type { LanguageTask, LanguageTaskOptions } from './language-task.js';
import { languageTask } from './language-task.js';

const LETTERS = 'abcde';

/**
 * Memorisation: random letters, a delimiter, the same letters in reverse order. The length is the number of letters. Joulin
 * and Mikolov 2015 (arXiv 1503.01007, section 5.2), with the order of their published code.
 *
 *     b a e - e a b
 */
export const memorisation = (options: LanguageTaskOptions = {}): LanguageTask =>
  languageTask(options, {
    name: 'memorisation',
    description: 'A sequence of random letters, then the same from the last to the first.',
    section: '5.2',
    symbols: `${LETTERS}-`,
    shortest: 1,
    word(random, length) {
      const letters = Array.from({ length }, () => LETTERS[random.integer(0, LETTERS.length - 1)]);
      const text = [...letters, '-', ...letters.toReversed()].join('');
      return { text, determinedFrom: length + 1 };
    },
  });
