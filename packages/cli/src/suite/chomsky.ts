/**
 * The table of Deletang et al. 2022 (arXiv 2207.02098): the accuracy on lengths far beyond those trained on, by task and
 * model. The paper gives the best of ten seeds and three learning rates; here the mean stands beside it.
 */
import { RandomStream } from '@loci/random';
import { benchmarkModels, benchmarkRestarts, benchmarkStages, benchmarkTasks } from '@loci/stack-rnn';
import { createTask } from '@loci/tasks';
import { evaluate } from '@loci/train';
import { z } from 'zod';
import { table } from '../output/table.js';
import { mean } from '../output/mean.js';
import { attempts } from './attempts.js';
import { seedsText } from './seeds-text.js';
import type { CellResult, Suite } from './suite.js';
import { trainStages } from './train-stages.js';

const resultSchema = z.object({
  /** How many networks were trained beside the one that is counted. */
  restarts: z.int(),
  /** In per cent, the mean over lengths that were trained on. */
  trained: z.number(),
  /** In per cent, the mean over the lengths. */
  accuracy: z.number(),
  /** In per cent, by length. */
  lengths: z.record(z.string(), z.number()),
});

type Result = z.infer<typeof resultSchema>;

const models = Object.keys(benchmarkModels) as readonly (keyof typeof benchmarkModels)[];

/** The paper's scores (table 2): RNN, LSTM, Stack-RNN, Tape-RNN, in the order of the models. */
const published: Readonly<Record<string, readonly number[]>> = {
  'even-pairs': [100, 100, 100, 100],
  'modular-arithmetic': [100, 100, 100, 100],
  'parity-check': [100, 100, 100, 100],
  'cycle-navigation': [100, 100, 100, 100],
  'stack-manipulation': [56, 59.1, 100, 100],
  'reverse-string': [62, 60.9, 100, 100],
  'modular-arithmetic-brackets': [41.3, 59.2, 96.1, 95.4],
  'solve-equation': [51, 67.8, 56.2, 64.4],
  'duplicate-string': [50.3, 57.6, 52.8, 100],
  'missing-duplicate': [52.3, 54.3, 55.2, 100],
  'odds-first': [51, 55.6, 51.9, 100],
  'binary-addition': [50.3, 55.5, 52.7, 100],
  'binary-multiplication': [50, 53.1, 52.7, 58.5],
  'compute-sqrt': [54.3, 57.5, 56.5, 57.8],
  'bucket-sort': [27.9, 99.3, 78.1, 70.7],
};

/** From this accuracy on the paper calls a task solved. */
const SOLVED = 90;

/** The middles of so many equal parts of 41 to 500 are tested, instead of all lengths. */
const PARTS = 12;
const LENGTHS = Array.from({ length: PARTS }, (_, part) => Math.round(40.5 + (460 * (part + 0.5)) / PARTS));

/** Of the lengths trained on, those that say whether a network has learned them. */
const TRAINED = [10, 20, 30, 40];

/** At so many bits a string there is nothing left to learn. */
const LEARNED = 0.0005;

/** Sequences of each length in the test. */
const SEQUENCES = 32;

/** Steps between a string and the answer, as a multiple of its length: a tape alone is given any. */
const computationFor = (task: keyof typeof benchmarkTasks, model: string): number =>
  model === 'tape-rnn' ? benchmarkTasks[task].computation : 0;

/** Most runs take as many at most; those of stages of their own take more or less in the same proportion. */
const STEPS = 6000;

export const chomsky: Suite<Result> = {
  description: 'Formal languages: accuracy on lengths 41 to 500 after training on lengths up to 40.',
  source: 'Deletang et al. 2022, arXiv 2207.02098, table 2',
  tasks: Object.keys(published),
  models,
  seeds: 3,
  steps: STEPS,
  result: resultSchema,
  async run({ task: taskName, model: modelName, seed }, context) {
    const name = taskName as keyof typeof benchmarkTasks;
    const task = createTask(name, { computation: computationFor(name, modelName) });
    const stages = benchmarkStages(modelName as (typeof models)[number], benchmarkTasks[name]);
    const random = RandomStream.fromSeed(seed);
    const attempt = async (index: number) => {
      const isFirst = index === 0;
      const model = await trainStages(
        {
          name: isFirst ? 'run' : `run-${index + 1}`,
          ...{ presetName: modelName, stages, wholeSteps: STEPS, task, enough: LEARNED },
          seed: isFirst ? seed : random.integer(0, 2 ** 32 - 1),
        },
        context,
      );
      if (!model) return undefined;
      try {
        const { compile } = context;
        const test = { lengths: [...TRAINED, ...LENGTHS], sequences: SEQUENCES, seed: 1 };
        const scores = await evaluate({ model: model.trainable, task, compile, ...test });
        const shares = scores.map(({ accuracy }) => 100 * accuracy);
        const unseen = shares.slice(TRAINED.length);
        return {
          trained: mean(shares.slice(0, TRAINED.length)),
          accuracy: mean(unseen),
          lengths: Object.fromEntries(unseen.map((share, index) => [LENGTHS[index], share])),
        };
      } finally {
        model.cell.dispose();
      }
    };
    const restarts = benchmarkRestarts(modelName as (typeof models)[number], benchmarkTasks[name]);
    const kept = await attempts(attempt, { restarts, trained: ({ trained }) => trained, enough: SOLVED });
    return kept && { restarts: kept.restarts, ...kept.scores };
  },
  summary: ({ accuracy, restarts }) =>
    `${accuracy.toFixed(1)} %${restarts > 0 ? `, restarts ${restarts}` : ''}`,
  report(results) {
    // Of what was not run the table says nothing.
    const shownModels = models.filter((model) => results.some((result) => result.model === model));
    const shownTasks = Object.entries(published).filter(([task]) =>
      results.some((result) => result.task === task),
    );
    const columns = shownModels.flatMap((model) => [
      { head: model, unit: 'mean' },
      { head: '', unit: 'best' },
      { head: '', unit: 'paper' },
    ]);
    const rows = shownTasks.map(([task, scores]) => [
      task,
      ...shownModels.flatMap((model) => [
        ...ours(results, task, model),
        shown(scores[models.indexOf(model)]),
      ]),
    ]);
    const notes = [
      `  Accuracy in per cent on lengths 41 to 500, mean and best of ${seedsText(results)}; * solved: ${SOLVED} or more.`,
      '  The paper has the best of ten seeds and three learning rates, after 1,000,000 steps.',
      '  A tape has as many steps of computation as the string is long, where the answer is a string, but',
      '  for stack-manipulation and reverse-string.',
      `  Networks begun anew because they had not learned the lengths trained on: ${restartsOf(results)}.`,
    ];
    return [...table([{ head: 'task', unit: '' }, ...columns], rows), '', ...notes];
  },
};

const restartsOf = (results: readonly CellResult<Result>[]): number =>
  results.reduce((sum, { result }) => sum + result.restarts, 0);

const shown = (score: number): string => `${score.toFixed(1)}${score >= SOLVED ? '*' : ' '}`;

/** The mean and the best of the seeds. */
function ours(results: readonly CellResult<Result>[], task: string, model: string): readonly string[] {
  const scores = results
    .filter((result) => result.task === task && result.model === model)
    .map(({ result }) => result.accuracy);
  return scores.length === 0 ? ['- ', '- '] : [shown(mean(scores)), shown(Math.max(...scores))];
}
