import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { evaluateEpisodes, learnerVariables, trainEpisodes } from '../../src/index.js';
import type {
  EpisodeEvent,
  EpisodeLearner,
  EpisodeProgressEvent,
  TrainEpisodesOptions,
} from '../../src/index.js';
import { disposeLearner as dispose, episodeEvents, fourSymbols, tablePlayer } from '../support/player.js';

beforeAll(useTestBackend);

let learner: EpisodeLearner;
beforeEach(() => (learner = tablePlayer()));
afterEach(() => dispose(learner));

const told = (more: Partial<TrainEpisodesOptions> = {}): Promise<EpisodeEvent[]> =>
  episodeEvents({ learner, task: fourSymbols, seed: 1, updates: 40, rate: 0.1, batch: 8, ...more });

/** Progress but for what depends on the clock. */
async function progressOf(more: Partial<TrainEpisodesOptions> = {}) {
  const events = await told(more);
  return events
    .filter((event): event is EpisodeProgressEvent => event.type === 'episode-progress')
    .map((event) => ({ ...event, seconds: 0, episodesPerSecond: 0, secondsLeft: 0 }));
}

test('a table is learned, level after level, for every seed', async () => {
  for (const seed of [1, 2, 3]) {
    const fresh = tablePlayer();
    const progress = await progressOf({
      learner: fresh,
      seed,
      updates: 200,
      curriculum: { low: 1, high: 4, mistakes: 0.5 },
    });
    const levels = progress.map(({ level }) => level);
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
    const progress = await progressOf({ learner: fresh, seed });
    const table = Array.from(fresh.groups['table'].variables['table'].dataSync());
    dispose(fresh);
    return { progress, table };
  };
  const first = await numbers(1);
  expect(await numbers(1)).toEqual(first);
  expect(await numbers(2)).not.toEqual(first);
});

test('it is told every so many updates, and how it ends', async () => {
  const events = await told({ updates: 25, readEvery: 10 });
  const [started, ...steps] = events.filter(({ type }) => type !== 'episode-progress');
  expect(started).toEqual({ type: 'started', step: 0, resumed: false });
  expect(steps.at(-1)).toEqual({ type: 'finished', step: 25, reason: 'steps' });
  expect(steps.slice(0, -1).map(({ step }) => step)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  const [first, last] = [steps[0], steps[24]] as readonly { rate: number; levels: readonly number[] }[];
  expect(first.levels).toHaveLength(8);
  expect([first.rate, last.rate]).toEqual([0.1, expect.closeTo(0.1 * (1 - (24 / 25) * 0.9), 12)]);
  const progress = await progressOf({ updates: 25, readEvery: 10 });
  expect(progress.map(({ step, episodes }) => [step, episodes])).toEqual([
    [10, 80],
    [20, 160],
  ]);
});

test('it ends when mistakes are few enough at the highest level', async () => {
  const more = { updates: 2000, curriculum: { low: 1, high: 2, mistakes: 0.5 }, stop: { mistakes: 0.3 } };
  const events = await told(more);
  expect(events.at(-1)).toMatchObject({ type: 'finished', reason: 'target' });
  const progress = events.filter((event): event is EpisodeProgressEvent => event.type === 'episode-progress');
  const last = progress.at(-1)!;
  expect(last.level).toBe(2);
  expect(last.mistakes).toBeLessThan(0.3);
  expect(progress.slice(0, -1).every(({ level, mistakes }) => level < 2 || mistakes >= 0.3)).toBe(true);
});

test('it ends after so many updates or seconds', async () => {
  expect((await told({ stop: { steps: 3 } })).at(-1)).toEqual({ type: 'finished', step: 3, reason: 'steps' });
  let now = 0;
  const clock = () => (now += 500);
  const slow = await told({ stop: { seconds: 1.5 }, clock });
  expect(slow.at(-1)).toEqual({ type: 'finished', step: 3, reason: 'seconds' });
});

test('levels are evaluated every so many updates and at the end', async () => {
  const evaluate = { every: 10, levels: [1, 2], episodes: 4 };
  const events = await told({ updates: 25, evaluate });
  const evaluations = events.filter((event) => event.type === 'level-evaluation');
  expect(evaluations.map(({ step }) => step)).toEqual([10, 20, 25]);
  const scores = await evaluateEpisodes({ learner, task: fourSymbols, ...evaluate, seed: 1 });
  expect(evaluations.at(-1)!.scores).toEqual(scores);
  expect(scores.map(({ level, episodes }) => [level, episodes])).toEqual([
    [1, 4],
    [2, 4],
  ]);
  const atEnd = await told({ updates: 25, evaluate: { levels: [1] } });
  expect(atEnd.filter(({ type }) => type === 'level-evaluation').map(({ step }) => step)).toEqual([25]);
});

test('an update that is not finite ends the run, says what is wrong and changes nothing', async () => {
  dispose(learner);
  learner = tablePlayer((loss) => tf.log(tf.sub(loss, 0.2)));
  const before = tf.memory().numTensors;
  const course = { updates: 500, readEvery: 3, curriculum: { low: 4, high: 4 } };
  const events = await told(course);
  expect(tf.memory().numTensors).toBe(before);
  const last = events.at(-1)!;
  expect(last.step).toBeGreaterThan(3);
  expect(last).toEqual({
    type: 'diverged',
    step: last.step,
    culprit: { what: 'loss' },
    message: `step ${last.step}: the loss is not finite though all variables are`,
  });
  // The updates up to there give the same variables without the one that went wrong.
  const valuesOf = (its: EpisodeLearner) =>
    Object.values(learnerVariables(its)).map((variable) => Array.from(variable.dataSync()));
  const other = tablePlayer((loss) => tf.log(tf.sub(loss, 0.2)));
  await told({ ...course, learner: other, stop: { steps: last.step - 1 } });
  expect(valuesOf(learner)).toEqual(valuesOf(other));
  dispose(other);
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
  [{ stop: { mistakes: 1 } }, 'stop.mistakes'],
  [{ stop: { seconds: 0 } }, 'stop.seconds'],
  [{ evaluate: { levels: [] } }, 'evaluate.levels'],
  [{ evaluate: { episodes: 0 } }, 'evaluate.episodes'],
  [{ checkpoint: { every: 0 } }, 'checkpoint.every'],
  [{ readEvery: 0 }, 'readEvery'],
  [{ curriculum: { low: 3, high: 2 } }, 'low <= from <= high'],
  [{ curriculum: { low: 1, high: 2, from: 3 } }, 'low <= from <= high'],
  [{ curriculum: { low: 1, high: 2, anywhere: 0.6, below: 0.6 } }, 'anywhere + below <= 1'],
  [{ optimizer: { name: 'adm' as 'adam' } }, 'adm'],
])('%j is refused', async (more, named) => {
  const error = await told(more).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(RangeError);
  expect((error as Error).message).toContain(named);
});
