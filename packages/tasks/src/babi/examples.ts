import type { Story } from './story.js';
import { wordsOf } from './words.js';

/** A question with all that was told before it, in words: what a model is trained and tested on. */
export interface BabiExample {
  /** The words of each fact before the question, the oldest first; earlier questions are not among them. */
  readonly facts: readonly (readonly string[])[];
  readonly question: readonly string[];
  /** One token, in lower case, also where it is a list: 'bathroom', 'milk,apple'. */
  readonly answer: string;
  /** Indices into `facts`. */
  readonly supporting: readonly number[];
}

/** The questions of stories, in their order, each with the facts before it. */
export const babiExamples = (stories: readonly Story[]): BabiExample[] => stories.flatMap(examplesOfStory);

function examplesOfStory({ lines }: Story): BabiExample[] {
  const told: string[][] = [];
  /** Where the fact of a line stands in `told`. */
  const places = new Map<number, number>();
  const examples: BabiExample[] = [];
  lines.forEach((line, index) => {
    const words = wordsOf(line.text);
    if (line.kind === 'fact') {
      places.set(index, told.length);
      told.push(words);
      return;
    }
    examples.push({
      facts: [...told],
      question: words,
      answer: line.answer.toLowerCase(),
      supporting: line.supporting.flatMap((supporting) => places.get(supporting) ?? []),
    });
  });
  return examples;
}

/**
 * All words of facts and questions, and all answers, each once, in alphabetical order. The same examples in any order give
 * the same vocabulary. A model that is to be tested takes the vocabulary of its training examples.
 */
export function babiVocabulary(examples: readonly BabiExample[]): string[] {
  const words = examples.flatMap(({ facts, question, answer }) => [...facts.flat(), ...question, answer]);
  return [...new Set(words)].sort();
}
