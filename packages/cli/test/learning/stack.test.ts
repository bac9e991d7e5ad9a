import { createTask } from '@loci/tasks';
import { engines } from '../../src/engines/table.js';
import { configure } from '../../src/run/configuration.js';
import { stackPaper } from '../../src/suite/stack-paper.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';
import { forSeeds, study } from './learn.js';
import type { Lesson } from './learn.js';

/** A cell of table 2 of Joulin and Mikolov (arXiv 1503.01007). */
const cellOfPaper = async (task: string, model: string, seed: number) => {
  const compile = await engines.jit.start();
  const { signal } = new AbortController();
  return withTemporaryFolder(async (folder) => {
    const context = { steps: stackPaper.steps, engine: 'jit', compile, folder, signal } as const;
    const result = await stackPaper.run({ task, model, seed }, context);
    console.info(`${model} on ${task}, seed ${seed}: ${stackPaper.summary(result!)}`);
    return result;
  });
};

/**
 * Trained on n < 20 with restarts, of which nothing but the lengths trained on decides, a Stack RNN with rounded actions
 * predicts every word up to n = 60.
 */
test.each(['anbn', 'anbncn'])(
  'a Stack RNN that is trained on n < 20 counts to 60: %s',
  (task) =>
    forSeeds(2, async (seed) => {
      const result = await cellOfPaper(task, 'stack-rnn', seed);
      expect(result).toMatchObject({ rounded: { trained: 100, all: 100 } });
    }),
  900_000,
);

/** Neither the list, which the paper does not round, nor the LSTM has a stack. */
test.each(['list-rnn', 'lstm'])(
  'a network that is trained on n < 20 counts to 60 without rounding: %s',
  (model) =>
    forSeeds(1, async (seed) => {
      const result = await cellOfPaper('anbn', model, seed);
      expect(result).toMatchObject({ soft: { trained: 100, all: 100 } });
    }),
  900_000,
);

/** The protocol of Deletang et al. (arXiv 2207.02098) on half the lengths, with networks that train in seconds. */
const lesson = (task: 'reverse-string' | 'parity-check', model: Lesson['model'], seed: number): Lesson => ({
  task: createTask(task),
  model,
  settings: {
    seed,
    batch: 32,
    rate: { rate: 0.01, decay: { shape: 'linear', begin: { step: 500 }, steps: 500 } },
    clip: { norm: 1 },
    curriculum: { kind: 'growing', low: 1, from: 3, to: 20, steps: 500 },
  },
  stop: { steps: 1000 },
});

/** From this accuracy on the paper calls a task solved. */
const solved = 0.9;

/** Joulin and Mikolov, section 5.2: trained on streams of up to 19 letters, tested on single words. */
test('a Stack RNN gives twice as many letters back as it was trained on', async () => {
  await forSeeds(2, async (seed) => {
    const streams = configure('memorisation', { seed, taskOption: { stream: 80 } });
    const scores = await study(streams, [20, 40], { task: createTask('memorisation') });
    for (const { accuracy } of scores.values()) expect(accuracy).toBeGreaterThan(solved);
  });
}, 900_000);

test('a Stack RNN reverses strings five times as long as those it was trained on', async () => {
  const controller = { kind: 'lstm', units: 32 } as const;
  const stack = { memories: 1, width: 8, reads: 1, put: 'tanh', empty: 0 } as const;
  await forSeeds(2, async (seed) => {
    const model = { model: 'stack-rnn', controller, ...stack } as const;
    const scores = await study(lesson('reverse-string', model, seed), [20, 50, 100], { isRounded: true });
    for (const { accuracy } of scores.values()) expect(accuracy).toBeGreaterThan(solved);
  });
}, 900_000);

test('a recurrent network tells the parity of strings ten times as long as those it was trained on', async () => {
  const controller = { kind: 'rnn', units: 32, activation: 'relu' } as const;
  await forSeeds(2, async (seed) => {
    const scores = await study(
      lesson('parity-check', { model: 'recurrent', controller }, seed),
      [20, 100, 200],
    );
    for (const { accuracy } of scores.values()) expect(accuracy).toBeGreaterThan(solved);
  });
}, 900_000);
