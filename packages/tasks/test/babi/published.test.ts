/** Generated stories beside the published ones, where these are there. */
import { RandomStream } from '@loci/random';
import { withRealBabi } from '../../../../tools/testing/real-babi.js';
import { babiExamples, generateBabi } from '../../src/index.js';
import type { Story } from '../../src/index.js';
import { readBabiFolder } from '../../src/node.js';

const TASKS = [1, 2, 4, 8, 15, 16, 20];

/** How often each value is there, as a share of all. */
function shares(values: readonly (string | number)[]): Map<string | number, number> {
  const counts = new Map<string | number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1 / values.length);
  return counts;
}

/** The total variation between two samples: 0 if all values are as frequent in both, 1 if no value is in both. */
function distance(one: readonly (string | number)[], other: readonly (string | number)[]): number {
  const [a, b] = [shares(one), shares(other)];
  const values = new Set([...a.keys(), ...b.keys()]);
  return [...values].reduce<number>(
    (sum, value) => sum + Math.abs((a.get(value) ?? 0) - (b.get(value) ?? 0)) / 2,
    0,
  );
}

/** What stories are like, as samples. */
const features: Readonly<Record<string, (stories: readonly Story[]) => (string | number)[]>> = {
  answers: (stories) => babiExamples(stories).map(({ answer }) => answer),
  'kinds of questions': (stories) =>
    babiExamples(stories).map(({ question }) => question.slice(0, 2).join(' ')),
  'facts from one question to the next': (stories) =>
    stories.flatMap(({ lines }) => {
      const questions = lines.flatMap(({ kind }, index) => (kind === 'question' ? [index] : []));
      return questions.map((index, k) => index - (questions[k - 1] ?? -1) - 1);
    }),
  'age of the first supporting fact': (stories) =>
    babiExamples(stories).map(({ facts, supporting }) => facts.length - Math.min(...supporting)),
  'number of supporting facts': (stories) => babiExamples(stories).map(({ supporting }) => supporting.length),
  verbs: (stories) => babiExamples(stories).flatMap(({ facts }) => facts.at(-1)!.slice(1, 3).join(' ')),
};

withRealBabi(
  'generated stories have the words and the distributions of the published ones',
  async (folder) => {
    for (const { number, train, test } of await readBabiFolder(folder, { tasks: TASKS })) {
      const published = [...train, ...test];
      const generated = generateBabi(number, RandomStream.fromSeed(number), { questions: 2000 });
      const words = (stories: readonly Story[]) =>
        [
          ...new Set(babiExamples(stories).flatMap(({ facts, question }) => [...facts.flat(), ...question])),
        ].sort();
      expect({ number, words: words(generated) }).toEqual({ number, words: words(published) });
      // Two samples of one distribution differ as much as the published training and test stories do: by up to 0.13.
      const distances = Object.entries(features).map(([name, sample]) => ({
        task: number,
        name,
        distance: distance(sample(generated), sample(published)),
      }));
      expect(distances.filter((each) => each.distance > 0.08)).toEqual([]);
    }
  },
);
