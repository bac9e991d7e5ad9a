import { RandomStream } from '@loci/random';
import * as fc from 'fast-check';
import { longestSentence, numberQuestions, Vocabulary } from '../src/index.js';
import { ages } from '../src/stories/ages.js';
import { drawBatches, roundedPlaces } from '../src/stories/batches.js';

const story = {
  facts: [
    ['mary', 'moved', 'to', 'the', 'hall'],
    ['john', 'left'],
  ],
  question: ['where', 'is', 'mary'],
  answer: 'hall',
};

describe('Vocabulary', () => {
  it('numbers the words of facts, questions and answers in alphabetical order', () => {
    const vocabulary = Vocabulary.of([{ ...story, answer: 'milk,apple' }]);
    expect(vocabulary.words).toEqual([
      'hall',
      'is',
      'john',
      'left',
      'mary',
      'milk,apple',
      'moved',
      'the',
      'to',
      'where',
    ]);
    expect(vocabulary.numberOf('john')).toBe(2);
    expect(vocabulary.numberOf('nobody')).toBe(-1);
  });

  it('refuses no word, and a word that stands there twice', () => {
    expect(() => new Vocabulary([])).toThrow('words must be at least one, got none');
    expect(() => new Vocabulary(['a', 'b', 'a'])).toThrow("words must differ, got 'a' twice");
  });
});

it('numbers questions; what is not known is -1', () => {
  const vocabulary = new Vocabulary(['is', 'john', 'left', 'mary', 'where']);
  const [numbered] = numberQuestions([story], vocabulary);
  expect(numbered.facts.map((fact) => [...fact])).toEqual([
    [3, -1, -1, -1, -1],
    [1, 2],
  ]);
  expect([...numbered.question]).toEqual([4, 0, 3]);
  expect(numbered.answer).toBe(-1);
  expect(longestSentence([story])).toBe(5);
});

describe('ages', () => {
  it('count back from the most recent sentence, up to the oldest', () => {
    expect([...ages(4, 50)]).toEqual([4, 3, 2, 1]);
    expect([...ages(4, 2)]).toEqual([2, 2, 2, 1]);
    expect([...ages(0, 2)]).toEqual([]);
  });

  it('with blanks still rise into the past, by up to a share of the sentences', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer(), (sentences, seed) => {
        const told = [...ages(sentences, 1000, { share: 0.1, random: RandomStream.fromSeed(seed) })];
        expect(told.slice(1).every((age, i) => age < told[i])).toBe(true);
        expect(told.at(-1)).toBeGreaterThanOrEqual(1);
        expect(told[0]).toBeLessThanOrEqual(sentences + Math.ceil(0.1 * sentences));
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('draws every number of blanks and every place for them', () => {
    const random = RandomStream.fromSeed(1);
    const seen = new Set(Array.from({ length: 400 }, () => ages(2, 9, { share: 1, random }).join()));
    // No blank, one or two, before, between and after two sentences; those before them do not show.
    expect([...seen].sort()).toEqual(['2,1', '3,1', '3,2', '4,1', '4,2', '4,3']);
  });
});

describe('batches', () => {
  it('hold every item at most once, with room for the largest, and of about the same size', () => {
    const items = Array.from({ length: 100 }, (_, i) => i);
    const cut = { batch: 8, places: 50, sizeOf: (item: number) => item % 60 };
    const batches = drawBatches(items, cut, RandomStream.fromSeed(4));
    const all = batches.flatMap(({ items: part }) => part);
    expect(all).toHaveLength(96);
    expect(new Set(all).size).toBe(96);
    for (const { items: part, places } of batches) {
      const largest = Math.min(50, Math.max(...part.map(cut.sizeOf)));
      expect(places).toBeGreaterThanOrEqual(largest);
      expect(places).toBeLessThanOrEqual(Math.max(largest + 1, largest * 1.25));
    }
    const spread = batches.map(
      ({ items: part }) => Math.max(...part.map(cut.sizeOf)) - Math.min(...part.map(cut.sizeOf)),
    );
    expect(spread.reduce((a, b) => a + b) / batches.length).toBeLessThan(20);
  });

  it('make one batch of fewer items than a batch has', () => {
    const cut = { batch: 8, places: 50, sizeOf: () => 0 };
    expect(
      drawBatches([1, 2, 3], cut, RandomStream.fromSeed(1)).map(({ items }) => [...items].sort()),
    ).toEqual([[1, 2, 3]]);
  });

  it('come in few sizes', () => {
    const sizes = new Set(Array.from({ length: 51 }, (_, places) => roundedPlaces(places, 50)));
    expect([...sizes]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32, 40, 48, 50]);
  });
});
