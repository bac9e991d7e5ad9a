import { RandomStream } from '@loci/random';
import fc from 'fast-check';
import { babiExamples, babiTasks, generateBabi } from '../../src/index.js';
import type { Question, Story } from '../../src/index.js';
import { readBabiFolder } from '../../src/node.js';
import { seeds } from '../support/arbitraries.js';
import { faultsOf, supportedByAll } from '../support/babi-proof.js';
import { withRealBabi } from '../../../../tools/testing/real-babi.js';

const numbered = babiTasks.map(({ number, title }) => [number, title] as const);

it.each(numbered)(
  'task %i, %s: every answer is the only one, and follows from its supporting facts',
  (task) => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const stories = generateBabi(task, RandomStream.fromSeed(seed), { questions: 10 });
        const options = { minimal: !supportedByAll.includes(task) };
        expect(stories.flatMap((story) => faultsOf(story, options))).toEqual([]);
      }),
      { seed: task, numRuns: 20 },
    );
  },
);

/** The story with another question in the place of the last. */
function withLast(story: Story, change: (question: Question) => Partial<Question>): Story {
  const last = story.lines.at(-1) as Question;
  return { lines: [...story.lines.slice(0, -1), { ...last, ...change(last) }] };
}

it.each(numbered)('task %i, %s: a wrong answer, and a wrong supporting fact, are found', (task) => {
  const stories = generateBabi(task, RandomStream.fromSeed(task), { questions: 60 });
  const answers = [...new Set(babiExamples(stories).map(({ answer }) => answer))];
  for (const story of stories) {
    expect(faultsOf(story, { minimal: false })).toEqual([]);
    for (const wrong of answers) {
      const changed = withLast(story, () => ({ answer: wrong }));
      const isRight = wrong === (story.lines.at(-1) as Question).answer.toLowerCase();
      expect(faultsOf(changed, { minimal: false }).some((fault) => fault.includes('allow'))).toBe(!isRight);
    }
    const unsupported = withLast(story, () => ({ supporting: [] }));
    const expected = (story.lines.at(-1) as Question).answer.match(/^(nothing|none)$/) ? 0 : 1;
    expect(faultsOf(unsupported, { minimal: false })).toHaveLength(expected);
    const facts = story.lines.flatMap(({ kind }, index) => (kind === 'fact' ? [index] : []));
    const oversupported = withLast(story, () => ({ supporting: facts }));
    const { supporting } = story.lines.at(-1) as Question;
    if (facts.length > supporting.length + 1 && !supportedByAll.includes(task)) {
      expect(faultsOf(oversupported, { minimal: true })).not.toEqual([]);
    }
  }
});

withRealBabi(
  'the rules answer every question of seven published tasks, each as it is given',
  async (folder) => {
    for (const { number, train, test } of await readBabiFolder(folder, { tasks: [1, 2, 4, 8, 15, 16, 20] })) {
      const options = { minimal: !supportedByAll.includes(number) };
      expect([...train, ...test].flatMap((story) => faultsOf(story, options))).toEqual([]);
    }
  },
);
