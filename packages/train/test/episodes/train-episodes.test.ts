import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { evaluateEpisodes, trainEpisodes } from '../../src/index.js';
import type { EpisodeLearner, EpisodeProgress, TrainEpisodesOptions } from '../../src/index.js';
import { fourSymbols, tablePlayer } from '../support/player.js';

beforeAll(useTestBackend);

let learner: EpisodeLearner;
beforeEach(() => (learner = tablePlayer()));
afterEach(() => dispose(learner));

const dispose = ({ groups }: EpisodeLearner) =>
  Object.values(groups).forEach(({ variables }) => tf.dispose(Object.values(variables)));

async function progressOf(more: Partial<TrainEpisodesOptions> = {}): Promise<EpisodeProgress[]> {
  const told: EpisodeProgress[] = [];
  const options = { learner, task: fourSymbols, seed: 1, updates: 40, rate: 0.1, batch: 8, ...more };
  for await (const progress of trainEpisodes(options)) told.push(progress);
  return told;
}

test('a table is learned, level after level, for every seed', async () => {
  for (const seed of [1, 2, 3]) {
    const fresh = tablePlayer();
    const told = await progressOf({
      learner: fresh,
      seed,
      updates: 200,
      curriculum: { low: 1, high: 4, mistakes: 0.5 },
    });
    const levels = told.map(({ level }) => level);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect(levels.at(-1)).toBe(4);
    const scores = await evaluateEpisodes({ learner: fresh, task: fourSymbols, levels: [1, 6], seed });
    expect(scores).toEqual([
      { level: 1, episodes: 64, symbols: 1, solved: 1 },
      { level: 6, episodes: 64, symbols: 1, solved: 1 },
    ]);
    dispose(fresh);
  }
});

test('shares are counted: a table that knows nothing writes the first symbol always', async () => {
  // Of four symbols one is a letter and one the end marker, which is the last of two here.
  const [score] = await evaluateEpisodes({ learner, task: fourSymbols, levels: [1], episodes: 8, seed: 1 });
  expect(score).toEqual({ level: 1, episodes: 8, symbols: 0.5, solved: 0 });
});

test('the same seed gives the same numbers, another seed others', async () => {
  const numbers = async (seed: number) => {
    const fresh = tablePlayer();
    const told = await progressOf({ learner: fresh, seed });
    const table = Array.from(fresh.groups['table'].variables['table'].dataSync());
    dispose(fresh);
    return { told, table };
  };
  const first = await numbers(1);
  expect(await numbers(1)).toEqual(first);
  expect(await numbers(2)).not.toEqual(first);
});

test('it is told every so many updates, and at the end', async () => {
  const told = await progressOf({ updates: 25, readEvery: 10 });
  expect(told.map(({ update, episodes, ended }) => [update, episodes, ended])).toEqual([
    [10, 80, undefined],
    [20, 160, undefined],
    [25, 200, 'updates'],
  ]);
});

test('it ends when mistakes are few enough at the highest level', async () => {
  const told = await progressOf({
    updates: 2000,
    curriculum: { low: 1, high: 2, mistakes: 0.5 },
    enough: 0.3,
  });
  const last = told.at(-1)!;
  expect(last.ended).toBe('enough');
  expect(last.level).toBe(2);
  expect(last.mistakes).toBeLessThan(0.3);
  expect(told.slice(0, -1).every(({ level, mistakes }) => level < 2 || mistakes >= 0.3)).toBe(true);
});

test('a loss that is not finite ends the training with an error that says when', async () => {
  dispose(learner);
  learner = tablePlayer((loss) => tf.log(tf.sub(loss, 0.2)));
  const before = tf.memory().numTensors;
  await expect(progressOf({ updates: 500 })).rejects.toThrow(/^the loss is (NaN|-Infinity) by update \d+$/);
  expect(tf.memory().numTensors).toBe(before);
});

test('only the learner is left behind', async () => {
  const before = tf.memory().numTensors;
  await progressOf();
  const broken = trainEpisodes({ learner, task: fourSymbols, seed: 1, updates: 40 });
  await broken.next();
  await broken.return();
  await evaluateEpisodes({ learner, task: fourSymbols, levels: [2], seed: 1 });
  expect(tf.memory().numTensors).toBe(before);
});

test.each<[Partial<TrainEpisodesOptions>, string]>([
  [{ updates: 0 }, 'updates'],
  [{ batch: 1.5 }, 'batch'],
  [{ rate: 0 }, 'rate'],
  [{ seed: -1 }, 'seed'],
  [{ entropyWeight: -1 }, 'entropyWeight'],
  [{ enough: 1 }, 'enough'],
  [{ readEvery: 0 }, 'readEvery'],
  [{ curriculum: { low: 3, high: 2 } }, 'low <= from <= high'],
  [{ curriculum: { low: 1, high: 2, from: 3 } }, 'low <= from <= high'],
  [{ curriculum: { low: 1, high: 2, anywhere: 0.6, below: 0.6 } }, 'anywhere + below <= 1'],
  [{ optimizer: { name: 'adm' as 'adam' } }, 'adm'],
])('%j is refused', async (more, named) => {
  const error = await progressOf(more).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RangeError);
  expect((error as Error).message).toContain(named);
});
