import type { Vocabulary } from './vocabulary.js';

/** A question with all that was told before it, in words: the examples of `@loci/tasks` are such. */
export interface StoryQuestion {
  /** The words of each sentence, the oldest first. */
  readonly facts: readonly (readonly string[])[];
  readonly question: readonly string[];
  /** One word, also where it is a list: 'milk,apple'. */
  readonly answer: string;
}

/** The same in numbers of words; -1 is a word that is not known. */
export interface NumberedQuestion {
  readonly facts: readonly Int32Array[];
  readonly question: Int32Array;
  readonly answer: number;
}

/** Numbers the words of questions. Sentences that questions share stay shared. */
export function numberQuestions(
  questions: readonly StoryQuestion[],
  vocabulary: Vocabulary,
): readonly NumberedQuestion[] {
  const known = new Map<readonly string[], Int32Array>();
  const numbered = (sentence: readonly string[]): Int32Array => {
    const numbers = known.get(sentence) ?? Int32Array.from(sentence, (word) => vocabulary.numberOf(word));
    known.set(sentence, numbers);
    return numbers;
  };
  return questions.map(({ facts, question, answer }) => ({
    facts: facts.map(numbered),
    question: numbered(question),
    answer: vocabulary.numberOf(answer),
  }));
}

/** The most words in a sentence or a question; 1 if there are none. */
export const longestSentence = (questions: readonly StoryQuestion[]): number =>
  questions.reduce(
    (longest, { facts, question }) =>
      Math.max(
        longest,
        question.length,
        facts.reduce((most, { length }) => Math.max(most, length), 0),
      ),
    1,
  );
