import { jit } from '@loci/jit';
import type { Task } from '@loci/tasks';
import fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { eager, MemoryStore, RunFileError } from '../src/index.js';
import type { Compile, Curriculum, OptimizerOptions, TrainOptions } from '../src/index.js';
import { train } from '../src/train.js';
import { eventsOf, only, outcomeOf } from './support/run.js';
import { linearModel, mirror, recurrentModel } from './support/toy.js';

beforeAll(useTestBackend);

const optimizers: OptimizerOptions[] = [
  { name: 'sgd' },
  { name: 'momentum' },
  { name: 'rmsprop', momentum: 0.9, centered: true, epsilon: 1e-4 },
  { name: 'adam' },
  { name: 'adam', amsgrad: true, surprise: 2 },
  { name: 'adamax' },
  { name: 'adagrad' },
  { name: 'adadelta' },
];
const gated: Curriculum = { kind: 'gated', low: 1, from: 1, to: 4, bits: 6 };
const curricula: Curriculum[] = [
  { kind: 'uniform', low: 1, high: 4 },
  { kind: 'growing', low: 1, from: 1, to: 6, steps: 15 },
  gated,
  {
    kind: 'mixture',
    parts: [
      { weight: 1, curriculum: gated },
      { weight: 2, curriculum: { kind: 'uniform', low: 1, high: 2 } },
    ],
  },
];

const runs = fc.record({
  seed: fc.nat(),
  optimizer: fc.constantFrom(...optimizers),
  curriculum: fc.constantFrom(...curricula),
  lengthPer: fc.constantFrom('batch' as const, 'sequence' as const),
  rate: fc.constantFrom(0.02, {
    rate: 0.05,
    warmUp: 5,
    decay: { shape: 'cosine' as const, begin: { bits: 7 }, steps: 20 },
  }),
  readEvery: fc.integer({ min: 1, max: 5 }),
  window: fc.integer({ min: 5, max: 12 }),
  noise: fc.constantFrom(undefined, 0.1),
  // So strict that most runs go back and begin anew.
  takeBack: fc.constantFrom(undefined, { rise: 0.02 }),
  restart: fc.constantFrom(undefined, { after: 7, above: 0.8, times: 2 }),
  // Compiling each session anew takes most of the time, and changes nothing of what is stored.
  compile: fc.oneof(
    { weight: 1, arbitrary: fc.constant<Compile>(jit) },
    { weight: 7, arbitrary: fc.constant(eager) },
  ),
});

/** Runs to so many steps with a new model of the same seed, as a new process would. */
async function session(options: Partial<TrainOptions> & { seed: number }, steps: number) {
  const model = recurrentModel(mirror, 1, 4);
  const events = await eventsOf({ batch: 3, ...options, model, task: mirror, resume: true, stop: { steps } });
  model.dispose();
  return events;
}

test('stopping anywhere and going on gives the same bits as never stopping', async () => {
  await fc.assert(
    fc.asyncProperty(
      runs,
      fc.uniqueArray(fc.integer({ min: 1, max: 29 }), { maxLength: 3 }),
      fc.integer({ min: 1, max: 9 }),
      async (settings, stops, every) => {
        const common = { ...settings, checkpoint: { every } };
        const [straight, broken] = [new MemoryStore(), new MemoryStore()];
        await session({ ...common, store: straight }, 30);
        for (const steps of [...stops.sort((a, b) => a - b), 30])
          await session({ ...common, store: broken }, steps);
        expect(await outcomeOf(broken)).toEqual(await outcomeOf(straight));
      },
    ),
    { numRuns: 40 },
  );
});

test('aborting anywhere and going on gives the same bits, evaluations included', async () => {
  await fc.assert(
    fc.asyncProperty(runs, fc.integer({ min: 1, max: 29 }), async (settings, at) => {
      const common = { ...settings, evaluate: { every: 6, sequences: 4 } };
      const [straight, broken] = [new MemoryStore(), new MemoryStore()];
      await session({ ...common, store: straight }, 30);
      const controller = new AbortController();
      const model = recurrentModel(mirror, 1, 4);
      const aborting = { ...common, batch: 3, model, task: mirror, store: broken, signal: controller.signal };
      for await (const event of train({
        ...aborting,
        stop: { steps: 30 },
      })) {
        if (event.type === 'step' && event.step === at) controller.abort();
      }
      model.dispose();
      await session({ ...common, store: broken }, 30);
      expect(await outcomeOf(broken)).toEqual(await outcomeOf(straight));
    }),
    { numRuns: 15 },
  );
});

test('seconds add up over sessions', async () => {
  let now = 0;
  const store = new MemoryStore();
  const clock = () => (now += 500);
  await session({ seed: 1, store, clock, readEvery: 100 }, 4);
  const { training } = await store.load(4);
  // Four steps and the reading before the checkpoint.
  expect(training.seconds).toBe(2.5);
  const events = await session({ seed: 1, store, clock, readEvery: 100 }, 6);
  expect(events[0]).toEqual({ type: 'started', step: 4, resumed: true });
  expect((await store.load(6)).training.seconds).toBe(4);
});

test('a finished run that is resumed has nothing to do', async () => {
  const store = new MemoryStore();
  await session({ seed: 1, store }, 5);
  const events = await session({ seed: 1, store }, 5);
  expect(events.map(({ type }) => type)).toEqual(['started', 'finished']);
});

test('the last checkpoints stay, and the best', async () => {
  const store = new MemoryStore();
  const model = linearModel(mirror);
  // Training is on sequences of length 1, whose targets are turned round: evaluation, on others, only gets worse.
  const perverse: Task = {
    ...mirror,
    sample(random, options) {
      const batch = mirror.sample(random, options);
      const { values, shape } = batch.targets;
      return options.length === 1
        ? { ...batch, targets: { values: values.map((bit) => 1 - bit), shape } }
        : batch;
    },
  };
  const events = await eventsOf({
    model,
    task: perverse,
    curriculum: { kind: 'uniform', low: 1, high: 1 },
    seed: 1,
    rate: 0.1,
    stop: { steps: 30 },
    evaluate: { every: 4 },
    checkpoint: { every: 5, keep: 2 },
    store,
  });
  expect(
    only('evaluation', events)
      .map(({ best }) => best)
      .indexOf(true),
  ).toBe(0);
  expect(only('evaluation', events).filter(({ best }) => best)).toHaveLength(1);
  expect(await store.steps()).toEqual([4, 25, 30]);
  model.dispose();
});

describe('a store that holds a run', () => {
  const store = new MemoryStore();
  const model = () => linearModel(mirror);
  const given = {
    task: mirror,
    seed: 1,
    store,
    stop: { steps: 3 },
    about: { model: { name: 'linear', units: 1 } },
  };
  beforeAll(() => eventsOf({ ...given, model: model() }));

  const refusal = async (more: Partial<TrainOptions>) => {
    const error: unknown = await eventsOf({ ...given, model: model(), resume: true, ...more }).catch(
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(RunFileError);
    return error as RunFileError;
  };

  test('is not overwritten', async () => {
    const { problem, message } = await refusal({ resume: false });
    expect(problem).toBe('exists');
    expect(message).toBe('the memory store: holds a run already; resume it, or keep this one elsewhere');
  });

  test.each<[string, Partial<TrainOptions>]>([
    ['settings.batch is 16 there and 4 here', { batch: 4 }],
    ['settings.optimizer.name is "adam" there and "sgd" here', { optimizer: { name: 'sgd' } }],
    ['settings.rate.warmUp is missing there and 3 here', { rate: { rate: 1e-3, warmUp: 3 } }],
    ['task is "mirror" there and "other" here', { task: { ...mirror, name: 'other' } }],
    ['about.model.units is 1 there and 2 here', { about: { model: { name: 'linear', units: 2 } } }],
  ])('is not gone on with as another: %s', async (difference, more) => {
    const { problem, message } = await refusal(more);
    expect(problem).toBe('mismatch');
    expect(message).toBe(`the memory store: holds another run: ${difference}`);
    expect(await store.steps()).toEqual([3]);
  });

  test('is not gone on with by a model of other shapes', async () => {
    const { message } = await refusal({ model: recurrentModel(mirror) });
    expect(message).toMatch(/^step 3 in memory: has no tensor '.*recurrent', which the model needs$/);
  });
});
