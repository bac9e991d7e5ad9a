import type { StoryQuestion } from './story-question.js';

/** The words a network knows, numbered from 0. */
export class Vocabulary {
  private readonly numbers: ReadonlyMap<string, number>;

  /** @throws RangeError if there is no word, or a word stands there twice. */
  constructor(readonly words: readonly string[]) {
    this.numbers = new Map(words.map((word, number) => [word, number]));
    if (words.length === 0) throw new RangeError('words must be at least one, got none');
    const twice = words.find((word, number) => this.numbers.get(word) !== number);
    if (twice !== undefined) throw new RangeError(`words must differ, got '${twice}' twice`);
  }

  /** The words of facts, questions and answers, in alphabetical order: the order of the questions does not matter. */
  static of(questions: Iterable<StoryQuestion>): Vocabulary {
    const words = new Set<string>();
    const seen = new Set<readonly string[]>();
    for (const { facts, question, answer } of questions) {
      for (const sentence of [...facts, question]) {
        // The questions of a story share their facts.
        if (seen.has(sentence)) continue;
        seen.add(sentence);
        for (const word of sentence) words.add(word);
      }
      words.add(answer);
    }
    return new Vocabulary([...words].sort());
  }

  /** The number of a word; -1 for a word that is not known. */
  numberOf(word: string): number {
    return this.numbers.get(word) ?? -1;
  }
}
