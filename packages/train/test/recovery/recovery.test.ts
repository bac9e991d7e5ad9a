import type { Task } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { eager, MemoryStore, train } from '../../src/index.js';
import type { TrainOptions } from '../../src/index.js';
import { eventsOf, only } from '../support/run.js';
import { linearModel, mirror, recurrentModel } from '../support/toy.js';

beforeAll(useTestBackend);

const valuesOf = (variables: Readonly<Record<string, tf.Variable>>) =>
  Object.fromEntries(Object.entries(variables).map(([name, variable]) => [name, [...variable.dataSync()]]));

/** The task, but for some batches in which all targets are turned round. */
function turnedIn(isTurned: (step: number) => boolean): Task {
  let step = 0;
  return {
    ...mirror,
    sample(random, options) {
      const batch = mirror.sample(random, options);
      step++;
      if (!isTurned(step)) return batch;
      const { values, shape } = batch.targets;
      return { ...batch, targets: { values: values.map((bit) => 1 - bit), shape } };
    },
  };
}

describe('a run that is thrown', () => {
  const engines = [
    ['compiled', {}],
    ['eager', { compile: eager }],
  ] as const;

  test.each(engines)(
    'goes on from where it was best, at half the rate until it is better: %s',
    async (_, engine) => {
      const store = new MemoryStore();
      const model = linearModel(mirror);
      const task = turnedIn((step) => step > 60 && step <= 70);
      const common = { ...engine, model, task, seed: 3, rate: 0.1, takeBack: { rise: 0.1 }, store };
      const seen = new Map<number, object>();
      const rates: number[] = [];
      let afterwards: object = {};
      for await (const event of train({
        ...common,
        stop: { steps: 100 },
        checkpoint: { every: 10, keep: 20 },
      })) {
        if (event.type === 'progress') seen.set(event.step, valuesOf(model.variables));
        if (event.type === 'step') rates.push(event.rate);
        if (event.type === 'taken-back') {
          expect(event).toEqual({ type: 'taken-back', step: 70, to: 60, setbacks: 1 });
          afterwards = valuesOf(model.variables);
        }
      }
      expect(afterwards).toEqual(seen.get(60));
      expect(afterwards).not.toEqual(seen.get(70));
      // What the optimizer remembers goes back as well; the random stream goes on.
      const [best, thrown] = [await store.load(60), await store.load(70)];
      expect(thrown.slots).toEqual(best.slots);
      expect(thrown.training.random).not.toEqual(best.training.random);
      expect([rates[69], rates[70], rates[99]]).toEqual([0.1, 0.05, 0.1]);
      // What was measured in the meantime is forgotten.
      expect(thrown.training.losses).toEqual([]);
      expect((await store.metrics()).filter(({ type }) => type === 'taken-back')).toHaveLength(1);
      model.dispose();
    },
  );

  test('ends where it was thrown if it does not go back', async () => {
    const model = linearModel(mirror);
    const task = turnedIn((step) => step > 60);
    const events = await eventsOf({ model, task, seed: 3, rate: 0.1, stop: { steps: 100 } });
    expect(only('taken-back', events)).toEqual([]);
    expect(only('progress', events).at(-1)!.bits).toBeGreaterThan(only('progress', events)[5].bits);
    model.dispose();
  });
});

describe('a run that learns too little', () => {
  /** The rate is so small that nothing is learned. */
  const idle = {
    task: mirror,
    seed: 3,
    rate: 1e-9,
    restart: { after: 20, above: 0.5, times: 2 },
  } satisfies Partial<TrainOptions>;

  test('begins anew with other weights, as often as it may', async () => {
    const model = recurrentModel(mirror);
    const begun = [valuesOf(model.variables)];
    const store = new MemoryStore();
    const options = { ...idle, model, store, checkpoint: { every: 20, keep: 9 }, stop: { steps: 90 } };
    for await (const event of train(options)) {
      if (event.type !== 'restarted') continue;
      begun.push(valuesOf(model.variables));
      expect(event).toEqual({ type: 'restarted', step: 20 * event.restarts, restarts: event.restarts });
    }
    expect(new Set(begun.map((values) => JSON.stringify(values))).size).toBe(3);
    expect((await store.metrics()).filter(({ type }) => type === 'restarted')).toHaveLength(2);
    // The optimizer remembers nothing at first.
    const { slots, training } = await store.load(40);
    expect([...slots['square/kernel'].values].every((value) => value === 0)).toBe(true);
    expect(slots['beta1Power'].values[0]).toBeCloseTo(0.9, 6);
    expect(training.losses).toEqual([]);
    expect([...(await store.load(60)).slots['square/kernel'].values].some((value) => value > 0)).toBe(true);
    model.dispose();
  });

  test('the same seed begins anew with the same weights', async () => {
    const weightsAfter = async (seed: number) => {
      const model = recurrentModel(mirror);
      await eventsOf({ ...idle, seed, model, stop: { steps: 20 } });
      const values = valuesOf(model.variables);
      model.dispose();
      return values;
    };
    const first = await weightsAfter(4);
    expect(await weightsAfter(4)).toEqual(first);
    expect(await weightsAfter(5)).not.toEqual(first);
  });

  test('curriculum and warm-up begin anew, the decay of the rate goes on', async () => {
    const model = recurrentModel(mirror);
    const events = await eventsOf({
      ...idle,
      model,
      rate: { rate: 1e-9, warmUp: 4, decay: { shape: 'linear', begin: { step: 0 }, steps: 100 } },
      curriculum: { kind: 'growing', low: 1, from: 1, to: 8, steps: 20 },
      stop: { steps: 60 },
    });
    const steps = only('step', events);
    const longest = (from: number, to: number) =>
      Math.max(...steps.slice(from, to).flatMap(({ lengths }) => lengths));
    expect([longest(0, 3), longest(20, 23), longest(40, 43)]).toEqual([1, 1, 1]);
    expect([longest(10, 20), longest(30, 40)].every((length) => length > 4)).toBe(true);
    expect(steps[20].rate).toBeCloseTo(0.25e-9 * 0.8, 20);
    expect(steps[30].rate).toBeCloseTo(1e-9 * 0.7, 20);
    model.dispose();
  });

  test('goes on if enough is learned', async () => {
    const model = linearModel(mirror);
    const events = await eventsOf({ ...idle, model, rate: 0.3, stop: { steps: 60 } });
    expect(only('restarted', events)).toEqual([]);
    model.dispose();
  });

  test('needs a model that can be drawn anew', async () => {
    const { variables, forward, dispose } = linearModel(mirror);
    await expect(eventsOf({ ...idle, model: { variables, forward } })).rejects.toThrow(
      'restart needs a model whose variables can be drawn anew; give it redraw',
    );
    dispose();
  });
});

test('nothing is left of what was kept', async () => {
  const model = linearModel(mirror);
  const before = tf.memory().numTensors;
  const recovering = { takeBack: { rise: 0.01 }, restart: { after: 20, above: 0.1, times: 1 } };
  const events = await eventsOf({ ...recovering, model, task: mirror, seed: 1, stop: { steps: 40 } });
  expect(only('restarted', events)).toHaveLength(1);
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

test.each<[Partial<TrainOptions>, string]>([
  [{ takeBack: { rise: 0 } }, 'takeBack.rise: '],
  [{ takeBack: { rise: 1.5 } }, 'takeBack.rise: '],
  [{ restart: { after: 0, above: 0.5, times: 1 } }, 'restart.after: '],
  [{ restart: { after: 10, above: 1, times: 1 } }, 'restart.above: '],
  [{ restart: { after: 10, above: 0.5, times: 0 } }, 'restart.times: '],
])('options out of range are named: %j', async (options, message) => {
  const model = linearModel(mirror);
  await expect(eventsOf({ model, task: mirror, seed: 1, ...options })).rejects.toThrow(message);
  model.dispose();
});
