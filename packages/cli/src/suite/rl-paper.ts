/**
 * Who solves what in Zaremba and Sutskever 2015 (arXiv 1505.00521): five tasks by two controllers, and how far what was
 * learned holds beyond the lengths trained on. Random restarts are part of the method: a run that does not get to the
 * highest level is begun anew with other weights, some times at most. Tests play no part in that.
 */
import { RandomStream } from '@loci/random';
import { createEpisodeTask } from '@loci/tasks';
import type { EpisodeTask } from '@loci/tasks';
import { evaluateEpisodes } from '@loci/train';
import { z } from 'zod';
import { table } from '../output/table.js';
import { mean } from '../output/mean.js';
import { configurePlayed } from '../played/configuration.js';
import type { PlayedConfiguration } from '../played/configuration.js';
import { drawSeeds } from '../played/machine.js';
import type { Machine } from '../played/machine.js';
import { playedName } from '../played/names.js';
import { episodeText } from '../played/pictures.js';
import { seedsText } from './seeds-text.js';
import type { CellContext, CellResult, Suite } from './suite.js';
import { trainPlayedRun } from './train-run.js';

const resultSchema = z.object({
  /** How many machines were trained before the one that is counted. */
  restarts: z.int(),
  /** Updates of all of them together. */
  updates: z.int(),
  /** On fresh episodes, in per cent, by level: symbols that are right, and episodes without a mistake. */
  levels: z.record(z.string(), z.object({ symbols: z.number(), episodes: z.number() })),
  /** A short episode, step by step. */
  picture: z.string(),
});

type Result = z.infer<typeof resultSchema>;
type Controller = 'lstm' | 'direct-access';

/** What the paper says, in the order of the controllers. */
const published = {
  copy: [true, true],
  'duplicated-input': [true, true],
  reverse: [false, true],
  'repeat-copy': [false, true],
  'forward-reverse': [false, true],
} as const satisfies Readonly<Record<string, readonly [lstm: boolean, direct: boolean]>>;

const controllers: readonly Controller[] = ['lstm', 'direct-access'];

const MOST_RESTARTS = 3;

/** Per cent of symbols right at the highest level trained on, from which a task is solved. */
const SOLVED = 99;

/** The level of the picture. */
const PICTURED = 4;

export const rlPaper: Suite<Result> = {
  description: 'Tasks on tapes with hard heads: who solves what, and on inputs up to four times as long.',
  source: 'Zaremba and Sutskever 2015, arXiv 1505.00521, section 7',
  tasks: Object.keys(published),
  models: controllers,
  seeds: 10,
  steps: 1500,
  result: resultSchema,
  async run({ task: name, model: controller, seed }, context) {
    const task = createEpisodeTask(name);
    const { steps } = context;
    const configuration = configurePlayed(playedName(task), { controller: controller as Controller, steps });
    const random = RandomStream.fromSeed(seed);
    let updates = 0;
    for (let restarts = 0; ; restarts++) {
      const run = { ...configuration, seed, ...seededBy(random, configuration) };
      const trained = await trainPlayedRun({ name: `run-${restarts + 1}`, configuration: run }, context);
      if (!trained) return undefined;
      const { machine, last } = trained;
      try {
        updates += last.step;
        if (last.reason !== 'target' && restarts < MOST_RESTARTS) continue;
        return { restarts, updates, ...(await examine(task, machine, context)) };
      } finally {
        machine.dispose();
      }
    }
  },
  summary: ({ levels, restarts, updates }) =>
    `${Object.entries(levels)
      .map(([level, { symbols }]) => `${symbols.toFixed(1)} % at ${level}`)
      .join(', ')}; ${updates} updates, restarts ${restarts}`,
  report(results) {
    // Of what was not run the table says nothing.
    const ran = controllers.filter((controller) => results.some(({ model }) => model === controller));
    const columns = ran.flatMap((controller) => [
      { head: controller, unit: 'solved' },
      { head: '', unit: 'at 1x, 2x, 4x' },
      { head: '', unit: 'restarts' },
      { head: '', unit: 'paper' },
    ]);
    const rows = Object.entries(published)
      .filter(([task]) => results.some((result) => result.task === task))
      .map(([task, solved]) => [
        task,
        ...ran.flatMap((controller) => [
          ...ours(results, task, controller),
          solved[controllers.indexOf(controller)] ? 'solved' : '-',
        ]),
      ]);
    return [
      ...table([{ head: 'task', unit: '' }, ...columns], rows),
      '',
      `  Solved: by how many of ${seedsText(results)}, with ${SOLVED} % of the symbols right at the highest level trained on.`,
      '  At 1, 2 and 4 times that level: the mean per cent of symbols that are right.',
      `  Restarts: of all seeds; a seed has ${MOST_RESTARTS} at most, until it gets through the levels.`,
      ...pictures(results),
    ];
  },
};

/** The same with the next seeds of a stream. */
function seededBy(
  random: RandomStream,
  { settings }: PlayedConfiguration,
): Pick<PlayedConfiguration, 'seeds' | 'settings'> {
  const seeds = drawSeeds(random);
  return { seeds, settings: { ...settings, seed: seeds.training } };
}

async function examine(
  task: EpisodeTask,
  machine: Machine,
  { compile }: CellContext,
): Promise<Pick<Result, 'levels' | 'picture'>> {
  const scores = await evaluateEpisodes({ learner: machine.learner, task, seed: 1, compile });
  return {
    levels: Object.fromEntries(
      scores.map(({ level, symbols, solved }) => [level, { symbols: 100 * symbols, episodes: 100 * solved }]),
    ),
    picture: await episodeText({ machine, task, level: PICTURED, seed: 1 }),
  };
}

/** The per cent of symbols that are right, by level from the lowest: the first is that trained on. */
const symbolsOf = ({ levels }: Result): readonly number[] =>
  Object.values(levels).map(({ symbols }) => symbols);

const isSolved = (result: Result): boolean => symbolsOf(result)[0] >= SOLVED;

function ours(
  results: readonly CellResult<Result>[],
  task: string,
  controller: Controller,
): readonly string[] {
  const its = results
    .filter((result) => result.task === task && result.model === controller)
    .map(({ result }) => result);
  if (its.length === 0) return ['-', '-', '-'];
  const means = symbolsOf(its[0]).map((_, index) => mean(its.map((result) => symbolsOf(result)[index])));
  return [
    `${its.filter(isSolved).length} of ${its.length}`,
    means.map((value) => value.toFixed(1)).join(' '),
    String(its.reduce((sum, { restarts }) => sum + restarts, 0)),
  ];
}

/** An episode of each task, by a machine that solves it. */
const pictures = (results: readonly CellResult<Result>[]): readonly string[] =>
  Object.keys(published).flatMap((task) => {
    const solving = results.find((result) => result.task === task && isSolved(result.result));
    return solving ? ['', `${task}, ${solving.model}:`, ...solving.result.picture.split('\n')] : [];
  });
