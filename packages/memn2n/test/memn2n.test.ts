import { agrees, directionalDerivatives } from '@loci/laws';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { grade, MemN2N, storyTensors } from '../src/index.js';
import type { MemN2NOptions } from '../src/index.js';
import { answer } from './support/oracle.js';
import { few, numbered } from './support/questions.js';
import type { Embedding, OracleNetwork } from './support/oracle.js';

beforeAll(useTestBackend);

const WORDS = 7;
const LONGEST = 4;
const PLACES = 5;

const options = fc.record({
  width: fc.integer({ min: 1, max: 5 }),
  hops: fc.integer({ min: 1, max: 3 }),
  encoding: fc.constantFrom('bag-of-words' as const, 'position' as const, 'position-of-code' as const),
  temporal: fc.boolean(),
  tying: fc.constantFrom('adjacent' as const, 'layer-wise' as const),
  relu: fc.boolean(),
});

const words = fc.array(fc.integer({ min: 0, max: WORDS - 1 }), { minLength: 1, maxLength: LONGEST });
const questions = fc.array(
  fc.record({
    facts: fc.array(words, { minLength: 1, maxLength: PLACES }),
    question: words,
    answer: fc.integer({ min: 0, max: WORDS - 1 }),
  }),
  { minLength: 1, maxLength: 3 },
);

/** A network whose weights are large enough to matter. */
function network(given: MemN2NOptions, seed: number): MemN2N {
  const made = new MemN2N({ ...given, places: PLACES, words: WORDS, sentenceWords: LONGEST, seed });
  tf.tidy(() => Object.values(made.variables).forEach((variable) => variable.assign(tf.mul(variable, 6))));
  return made;
}

/** The same network for the oracle. */
function oracleOf(
  made: MemN2N,
  given: Required<Pick<MemN2NOptions, 'tying' | 'relu'>>,
  linear: boolean,
): OracleNetwork {
  const table = (name: string): number[][] => made.variables[name].arraySync() as number[][];
  const embedding = (name: string): Embedding => ({
    words: table(name).slice(0, WORDS),
    ages: table(name).slice(WORDS),
  });
  const { width, encoding, sentenceWords } = made;
  const common = { width, encoding, sentenceWords, relu: given.relu, linear, places: PLACES };
  const hops = Array.from({ length: made.hops }, (_, k) =>
    given.tying === 'adjacent'
      ? { keys: embedding(`embedding/${k}`), values: embedding(`embedding/${k + 1}`) }
      : { keys: embedding('keys'), values: embedding('values') },
  );
  return given.tying === 'adjacent'
    ? {
        ...common,
        hops,
        question: table('embedding/0'),
        answer: table(`embedding/${made.hops}`).slice(0, WORDS),
      }
    : { ...common, hops, question: table('question'), handOn: table('handOn'), answer: table('answer') };
}

it('is the paper, as plain loops compute it', () => {
  fc.assert(
    fc.property(
      options,
      questions,
      fc.boolean(),
      fc.integer({ min: 0, max: 99 }),
      fc.integer({ min: 0, max: PLACES }),
      (given, asked, linear, seed, spare) => {
        const made = network(given, seed);
        const oracle = oracleOf(made, given, linear);
        tf.tidy(() => {
          // Padding within the batch and a question that only fills it must not matter.
          const longest = Math.max(...asked.map(({ facts }) => facts.length));
          const places = Math.min(PLACES, longest + spare);
          const stories = storyTensors(made, numbered(asked), { batch: asked.length + 1, places });
          const { logits, attention } = made.answer(stories, { linear });
          const [allLogits, allAttention] = [logits.arraySync(), attention.arraySync()];
          asked.forEach((one, story) => {
            const ages = one.facts.map((_, fact) => one.facts.length - fact);
            const expected = answer(oracle, { ...one, ...(given.temporal && { ages }) });
            expect(relativeDistance(allLogits[story], expected.logits)).toBeLessThan(1e-4);
            allAttention[story].forEach((weights, hop) => {
              expect(
                relativeDistance(weights.slice(0, one.facts.length), expected.attention[hop]),
              ).toBeLessThan(1e-4);
            });
          });
        });
        made.dispose();
      },
    ),
    { seed: 1, numRuns: 60 },
  );
});

/** The largest difference, beside the size of the numbers. */
function relativeDistance(actual: readonly number[], expected: readonly number[]): number {
  expect(actual).toHaveLength(expected.length);
  const size = Math.max(1, ...expected.map(Math.abs));
  return Math.max(...expected.map((value, i) => Math.abs(value - actual[i]) / size));
}

describe.each([
  { tying: 'adjacent', relu: false, encoding: 'position-of-code' },
  { tying: 'layer-wise', relu: false, encoding: 'position' },
  { tying: 'adjacent', relu: true, encoding: 'bag-of-words' },
] as const)('gradients, $tying, $encoding', (given) => {
  it.each([false, true])('agree with finite differences; without softmax: %s', (linear) => {
    const made = new MemN2N({
      ...given,
      width: 3,
      places: PLACES,
      words: WORDS,
      sentenceWords: LONGEST,
      seed: 5,
    });
    tf.tidy(() => Object.values(made.variables).forEach((variable) => variable.assign(tf.mul(variable, 4))));
    const stories = storyTensors(made, numbered(few));
    const derivatives = directionalDerivatives(
      made.variables,
      () => grade(made.answer(stories, { linear }), stories).loss,
      RandomStream.fromSeed(3),
    );
    for (const derivative of Object.values(derivatives)) {
      expect(derivative.analytic).not.toBe(0);
      expect(agrees(derivative)).toBe(true);
    }
    tf.dispose(stories);
    made.dispose();
  });
});

describe('what it is given', () => {
  const made = () => network({ width: 3 }, 4);
  const logits = (its: MemN2N, asked: Parameters<typeof numbered>[0]): number[][] =>
    tf.tidy(() => its.answer(storyTensors(its, numbered(asked))).logits.arraySync());

  it('holds the last sentences of a story that is longer than the memory', () => {
    const its = made();
    const facts = [[1], [2, 3], [4], [5], [6], [0, 1]];
    const [long] = logits(its, [{ facts: [[3, 3], [0], ...facts.slice(1)], question: [2], answer: 0 }]);
    const [cut] = logits(its, [{ facts: facts.slice(1), question: [2], answer: 0 }]);
    expect(long).toEqual(cut);
    its.dispose();
  });

  it('passes over words that it does not know, and those beyond the longest sentence', () => {
    const its = made();
    const [known] = logits(its, [{ facts: [[1, 2]], question: [0, 1, 2, 3], answer: 0 }]);
    const [more] = logits(its, [{ facts: [[1, 2, -1]], question: [0, 1, 2, 3, 4, 5], answer: 0 }]);
    expect(more).toEqual(known);
    its.dispose();
  });

  it('answers without any sentence too', () => {
    const its = made();
    const [row] = logits(its, [{ facts: [], question: [0], answer: 0 }]);
    expect(row.every(Number.isFinite)).toBe(true);
    its.dispose();
  });

  it('counts an answer that is no known word as wrong', () => {
    const its = made();
    const { right, loss } = tf.tidy(() => {
      const stories = storyTensors(its, numbered([{ ...few[0], answer: -1 }]));
      return grade(its.answer(stories), stories);
    });
    expect(right.dataSync()[0]).toBe(0);
    expect(Number.isFinite(loss.dataSync()[0])).toBe(true);
    its.dispose();
  });

  it.each([
    [{ width: 0 }, 'width must be an integer >= 1, got 0'],
    [{ hops: 1.5 }, 'hops must be an integer >= 1, got 1.5'],
    [{ places: -1 }, 'places must be an integer >= 1, got -1'],
    [
      { encoding: 'bow' as 'position' },
      "encoding must be one of 'bag-of-words', 'position', 'position-of-code', got \"bow\"",
    ],
    [{ tying: 'none' as 'adjacent' }, "tying must be one of 'adjacent', 'layer-wise', got \"none\""],
  ])('refuses %j', (wrong, message) => {
    expect(() => new MemN2N({ words: 2, sentenceWords: 2, seed: 1, ...wrong })).toThrow(message);
  });
});
