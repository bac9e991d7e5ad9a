import type { LanguageTask, LanguageTaskOptions } from './language-task.js';
import { languageTask } from './language-task.js';

const LETTERS = 'abcde';

/**
 * Memorisation: random letters, a delimiter, the same letters again, another delimiter. The length is the number of
 * letters. Joulin and Mikolov 2015 (arXiv 1503.01007, section 5.2).
 *
 *     b a e - b a e -
 */
export const memorisation = (options: LanguageTaskOptions = {}): LanguageTask =>
  languageTask(options, {
    name: 'memorisation',
    description: 'A sequence of random letters, then the same again.',
    section: '5.2',
    symbols: `${LETTERS}-`,
    shortest: 1,
    word(random, length) {
      const letters = Array.from({ length }, () => LETTERS[random.integer(0, LETTERS.length - 1)]).join('');
      return { text: `${letters}-${letters}-`, determinedFrom: length + 1 };
    },
  });
