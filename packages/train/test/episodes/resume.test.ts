import fc from 'fast-check';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { MemoryStore, RunFileError, eager, trainEpisodes } from '../../src/index.js';
import type { OptimizerOptions, TrainEpisodesOptions } from '../../src/index.js';
import { disposeLearner, episodeEvents, fourSymbols, tablePlayer } from '../support/player.js';
import { eventsOf, outcomeOf } from '../support/run.js';
import { linearModel, mirror } from '../support/toy.js';

beforeAll(useTestBackend);

const UPDATES = 30;

const optimizers: OptimizerOptions[] = [{ name: 'adam' }, { name: 'momentum' }, { name: 'sgd' }];

const runs = fc.record({
  seed: fc.nat(),
  optimizer: fc.constantFrom(...optimizers),
  // Levels rise within the run.
  curriculum: fc.constantFrom(
    { low: 1, high: 6, from: 1, mistakes: 0.9, apart: 2 },
    { low: 1, high: 4, mistakes: 0.95, apart: 1, anywhere: 0.1, below: 0.25 },
  ),
  readEvery: fc.integer({ min: 1, max: 7 }),
});

type Options = Partial<TrainEpisodesOptions> & { readonly seed: number };

const optionsOf = (options: Options): TrainEpisodesOptions => ({
  ...{ task: fourSymbols, updates: UPDATES, batch: 4, rate: 0.2, resume: true, compile: eager },
  evaluate: { every: 11, levels: [1, 3], episodes: 4 },
  ...options,
  learner: tablePlayer(),
});

/** Runs with a new learner, as a new process would. */
async function session(options: Options, steps = UPDATES) {
  const all = optionsOf({ ...options, stop: { steps } });
  const events = await episodeEvents(all);
  disposeLearner(all.learner);
  return events;
}

test('stopping anywhere and going on gives the same bits as never stopping', async () => {
  await fc.assert(
    fc.asyncProperty(
      runs,
      fc.uniqueArray(fc.integer({ min: 1, max: UPDATES - 1 }), { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 1, max: 9 }),
      async (settings, stops, every) => {
        // Without evaluations: each session would have one at its end.
        const common = { ...settings, checkpoint: { every }, evaluate: undefined };
        const [straight, broken] = [new MemoryStore(), new MemoryStore()];
        await session({ ...common, store: straight });
        for (const steps of [...stops.sort((a, b) => a - b), UPDATES]) {
          await session({ ...common, store: broken }, steps);
        }
        expect(await outcomeOf(broken)).toEqual(await outcomeOf(straight));
      },
    ),
    { numRuns: 15 },
  );
});

test('aborting anywhere and going on gives the same bits, evaluations included', async () => {
  await fc.assert(
    fc.asyncProperty(runs, fc.integer({ min: 1, max: UPDATES - 1 }), async (settings, at) => {
      const [straight, broken] = [new MemoryStore(), new MemoryStore()];
      await session({ ...settings, store: straight });
      const controller = new AbortController();
      const aborting = optionsOf({ ...settings, store: broken, signal: controller.signal });
      let last: string | undefined;
      for await (const event of trainEpisodes(aborting)) {
        if (event.type === 'step' && event.step === at) controller.abort();
        last = event.type;
      }
      disposeLearner(aborting.learner);
      expect(last).toBe('interrupted');
      await session({ ...settings, store: broken });
      expect(await outcomeOf(broken)).toEqual(await outcomeOf(straight));
    }),
    { numRuns: 6 },
  );
});

test('a run that is killed goes on from its last checkpoint, and ends as if it never had been', async () => {
  const common = { seed: 7, checkpoint: { every: 8 } };
  const [straight, broken] = [new MemoryStore(), new MemoryStore()];
  await session({ ...common, store: straight });
  // A consumer that breaks off ends the run without storing its state.
  const killed = optionsOf({ ...common, store: broken });
  for await (const event of trainEpisodes(killed)) if (event.type === 'step' && event.step === 21) break;
  disposeLearner(killed.learner);
  expect(await broken.steps()).toEqual([8, 16]);
  const [started] = await session({ ...common, store: broken });
  expect(started).toEqual({ type: 'started', step: 16, resumed: true });
  expect(await outcomeOf(broken)).toEqual(await outcomeOf(straight));
});

test('a run that ended at its target has nothing to do', async () => {
  const store = new MemoryStore();
  const more = { seed: 1, store, stop: { mistakes: 0.9 }, curriculum: { low: 1, high: 1 }, readEvery: 2 };
  const run = async () => {
    const options = optionsOf(more);
    const events = await episodeEvents(options);
    disposeLearner(options.learner);
    return events;
  };
  const ended = (await run()).at(-1)!;
  expect(ended).toMatchObject({ type: 'finished', reason: 'target' });
  expect(await run()).toEqual([{ type: 'started', step: ended.step, resumed: true }, ended]);
});

describe('a store that holds a run', () => {
  const store = new MemoryStore();
  beforeAll(() => session({ seed: 1, store }, 3));

  test.each<[string, Partial<TrainEpisodesOptions>]>([
    ['holds another run: settings.batch is 4 there and 5 here', { batch: 5 }],
    ['holds another run: settings.updates is 30 there and 31 here', { updates: 31 }],
    ['holds a run already; resume it, or keep this one elsewhere', { resume: false }],
  ])('is not gone on with as another: %s', async (difference, more) => {
    const error: unknown = await session({ seed: 1, store, ...more }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(RunFileError);
    expect((error as Error).message).toBe(`the memory store: ${difference}`);
    expect(await store.steps()).toEqual([3]);
  });

  test('is not gone on with as one of sequences', async () => {
    const options = { model: linearModel(mirror), task: mirror, seed: 1, store, resume: true };
    await expect(eventsOf(options)).rejects.toThrow(
      'the memory store: holds another run: kind is "episodes" there and missing here',
    );
  });
});
