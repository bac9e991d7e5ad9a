import { Vocabulary } from '../stories/vocabulary.js';

/** What stands for the end of a line. */
const END_OF_LINE = '<eos>';

/** What stands for words that are not known, in texts such as the Penn Treebank's. */
const UNKNOWN = '<unk>';

/** The words of a plain text, as they stand between white space; the end of every line is a word too. */
const textWords = (text: string): string[] =>
  text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line) => line.split(/\s+/).filter((word) => word !== ''))
    .filter((words) => words.length > 0)
    .flatMap((words) => [...words, END_OF_LINE]);

/** The vocabulary of a training text. @throws RangeError if there are no words in it. */
export const textVocabulary = (text: string): Vocabulary =>
  new Vocabulary([...new Set(textWords(text))].sort());

/**
 * A text in numbers of words.
 *
 * @throws RangeError that names the first word which is not known, if there is no '<unk>' to stand for it.
 */
export function numberText(text: string, vocabulary: Vocabulary): Int32Array {
  const unknown = vocabulary.numberOf(UNKNOWN);
  return Int32Array.from(textWords(text), (word) => {
    const number = vocabulary.numberOf(word);
    if (number >= 0) return number;
    if (unknown >= 0) return unknown;
    throw new RangeError(`text: the word '${word}' is not in the vocabulary, nor is '${UNKNOWN}'`);
  });
}
