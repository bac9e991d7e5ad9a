/**
 * Table 2 of Joulin and Mikolov 2015 (arXiv 1503.01007): how many of the words with n up to 60 are predicted right after
 * training on n < 20. Random restarts are part of the method: a run whose network makes mistakes on the lengths that it was
 * trained on, with its actions as they are or rounded, is begun anew with other weights, some times at most, and the best of
 * them on these lengths is taken. Longer words play no part in that.
 */
import { RandomStream } from '@loci/random';
import { counting, countingModels } from '@loci/stack-rnn';
import { createTask } from '@loci/tasks';
import type { TaskName } from '@loci/tasks';
import type { Compile } from '@loci/train';
import { z } from 'zod';
import { table } from '../output/table.js';
import { roundedCell } from '../run/model.js';
import type { Model } from '../run/model.js';
import { attempts } from './attempts.js';
import { exactShare } from './exact-share.js';
import { mean } from '../output/mean.js';
import { seedsText } from './seeds-text.js';
import type { Suite } from './suite.js';
import { trainStages } from './train-stages.js';

/** Per cent of words predicted right. */
const shares = z.object({
  /** Of the lengths trained on. */
  trained: z.number(),
  /** Of all lengths up to 60. */
  all: z.number(),
});

const resultSchema = z.object({
  /** How many networks were trained before the one that is counted, and after it. */
  restarts: z.int(),
  soft: shares,
  /** With actions rounded; null for networks without actions. */
  rounded: shares.nullable(),
});

type Result = z.infer<typeof resultSchema>;
type Scores = Pick<Result, 'soft' | 'rounded'>;
type Network = Parameters<typeof counting>[0];
type Language = Parameters<typeof counting>[1];

/** Symbols of a stream in training; the paper goes back 50 in time. */
const STREAM = 80;
/** Of the first stage of a network that is trained by gradient descent; with others all stages are stretched alike. */
const STEPS = 3000;
const MOST_RESTARTS = 9;
const TRAINED_UP_TO = 19;
const TESTED_UP_TO = 60;
/** Words of each length; most languages have but one. */
const WORDS = 4;

const tasks = ['anbn', 'anbncn', 'anbncndn', 'anb2n', 'anbmcnm'] as const satisfies readonly TaskName[];

/** What the paper's table says, in the order of the tasks. */
const published: Readonly<Record<string, readonly number[]>> = {
  rnn: [25, 23.3, 13.3, 23.3, 33.3],
  lstm: [100, 100, 68.3, 75, 100],
  'list-rnn': [100, 33.3, 100, 100, 100],
  'stack-rnn': [100, 100, 100, 100, 43.3],
  'stack-rnn, rounded': [100, 100, 100, 100, 100],
};

function scoresOf({ cell }: Model, task: TaskName, compile: Compile): Scores {
  const words = createTask(task);
  const { low } = words.train;
  const lengthsUpTo = (high: number) =>
    Array.from({ length: WORDS * (high - low + 1) }, (_, index) => low + Math.floor(index / WORDS));
  const share = (of: typeof cell, high: number) =>
    exactShare(of, words, lengthsUpTo(high), RandomStream.fromSeed(high), compile);
  const both = (of: typeof cell) => ({ trained: share(of, TRAINED_UP_TO), all: share(of, TESTED_UP_TO) });
  const rounded = roundedCell(cell);
  return { soft: both(cell), rounded: rounded ? both(rounded) : null };
}

/** On the lengths trained on, with actions as they are and rounded: how a run is judged. */
const trainedShare = ({ soft, rounded }: Scores): number =>
  Math.min(soft.trained, rounded?.trained ?? soft.trained);

export const stackPaper: Suite<Result> = {
  description: 'Counting languages: words with n up to 60 predicted right after training on n < 20.',
  source: 'Joulin and Mikolov 2015, arXiv 1503.01007, table 2',
  tasks,
  models: countingModels,
  seeds: 3,
  steps: STEPS,
  result: resultSchema,
  async run({ task: taskName, model: modelName, seed }, context) {
    const task = createTask(taskName as TaskName, { stream: STREAM } as object);
    const stages = counting(modelName as Network, taskName as Language);
    const random = RandomStream.fromSeed(seed);
    const attempt = async (index: number) => {
      const run = { name: `run-${index + 1}`, presetName: modelName, task, stages, wholeSteps: STEPS };
      const trained = await trainStages({ ...run, seed: random.integer(0, 2 ** 32 - 1) }, context);
      if (!trained) return undefined;
      const scores = scoresOf(trained, taskName as TaskName, context.compile);
      trained.cell.dispose();
      return scores;
    };
    const kept = await attempts(attempt, { restarts: MOST_RESTARTS, trained: trainedShare, enough: 100 });
    return kept && { restarts: kept.restarts, ...kept.scores };
  },
  summary: ({ restarts, soft, rounded }) =>
    `${soft.all.toFixed(1)} %${rounded ? `, rounded ${rounded.all.toFixed(1)} %` : ''}, restarts ${restarts}`,
  report(results) {
    const rows = Object.keys(published).flatMap((row) => {
      const [model, isRounded] = [row.split(',')[0], row.includes('rounded')];
      // Of what was not run the table says nothing.
      if (!results.some((result) => result.model === model)) return [];
      const cells = (what: (results: readonly Result[]) => string) =>
        tasks.map((task) => {
          const ofTask = results.filter((result) => result.task === task && result.model === model);
          return ofTask.length === 0 ? '-' : what(ofTask.map(({ result }) => result));
        });
      const shares = (what: (shares: readonly number[]) => number) =>
        cells((ofTask) =>
          what(ofTask.map(({ soft, rounded }) => (isRounded ? rounded! : soft).all)).toFixed(1),
        );
      return [
        [row, 'mean', ...shares(mean)],
        ['', 'best', ...shares((values) => Math.max(...values))],
        ['', 'paper', ...published[row].map((score) => score.toFixed(1))],
        ...(isRounded ? [] : [['', 'restarts', ...cells(restartsOf)]]),
      ];
    });
    const columns = ['', '', ...tasks].map((head) => ({ head, unit: '' }));
    const notes = [
      `  Per cent of words with n up to ${TESTED_UP_TO}, mean and best of ${seedsText(results)}.`,
      `  Restarts: of all seeds; a seed has ${MOST_RESTARTS} at most, until words with n up to ${TRAINED_UP_TO} are right.`,
    ];
    return [...table(columns, rows), '', ...notes];
  },
};

const restartsOf = (results: readonly Result[]): string =>
  String(results.reduce((sum, { restarts }) => sum + restarts, 0));
