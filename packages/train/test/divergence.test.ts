import type { Task } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { MemoryStore } from '../src/index.js';
import type { TrainOptions } from '../src/index.js';
import { eventsOf } from './support/run.js';
import { linearModel, mirror } from './support/toy.js';

beforeAll(useTestBackend);

let model: ReturnType<typeof linearModel>;
beforeEach(() => (model = linearModel(mirror)));
afterEach(() => model.dispose());

/** The mirror task with a NaN in the inputs of its nth batch. */
const poisoned = (nth: number): Task => {
  let batches = 0;
  return {
    ...mirror,
    sample(random, options) {
      const batch = mirror.sample(random, options);
      // Diagnosis draws the batch again from the same state of the stream.
      if (++batches >= nth) batch.inputs.values[0] = NaN;
      return batch;
    },
  };
};

const run = async (more: Partial<TrainOptions>) => {
  const store = new MemoryStore();
  const before = tf.memory().numTensors;
  const events = await eventsOf({
    model,
    task: mirror,
    seed: 1,
    stop: { steps: 100 },
    store,
    checkpoint: { every: 10, keep: 1 },
    ...more,
  });
  expect(tf.memory().numTensors).toBe(before);
  return { last: events.at(-1), store };
};

test('a loss that is not finite: the step is named, and no later checkpoint is stored', async () => {
  const { last, store } = await run({ task: poisoned(27) });
  expect(last).toEqual({
    type: 'diverged',
    step: 27,
    culprit: { what: 'loss' },
    message: 'step 27: the loss is not finite though all variables are',
  });
  expect(await store.steps()).toEqual([20]);
});

test('the variables stay as before that step, however late it is noticed', async () => {
  await run({ task: poisoned(27), readEvery: 100 });
  const diverged = Array.from(model.variables.kernel.dataSync());
  const fresh = linearModel(mirror);
  await run({ model: fresh, stop: { steps: 26 } });
  expect(diverged).toEqual(Array.from(fresh.variables.kernel.dataSync()));
  fresh.dispose();
});

test('a gradient that is not finite though the loss is: its variable is named', async () => {
  const { last } = await run({
    model: {
      variables: model.variables,
      // sqrt has an infinite slope at 0, times 0: NaN in the gradient of the bias alone.
      forward: (inputs) =>
        tf.add(model.forward(inputs), tf.sqrt(tf.mul(model.variables.bias, 0))) as tf.Tensor3D,
    },
  });
  expect(last).toMatchObject({ type: 'diverged', step: 1, culprit: { what: 'gradient', name: 'bias' } });
});

test('a variable that is not finite is named', async () => {
  tf.tidy(() => model.variables.bias.assign(tf.tensor1d([0, Infinity, 0])));
  const { last } = await run({});
  expect(last).toMatchObject({ type: 'diverged', step: 1, culprit: { what: 'variable', name: 'bias' } });
});

test('an update that overflows is found before it is stored', async () => {
  const { last, store } = await run({
    optimizer: { name: 'sgd' },
    rate: 3e38,
    clip: {},
    lossScale: 'sequence',
    stop: { steps: 1 },
    model: { ...model, forward: (inputs) => tf.mul(model.forward(inputs), 1e3) as tf.Tensor3D },
  });
  expect(last).toMatchObject({ type: 'diverged', step: 1, culprit: { what: 'variable' } });
  expect(await store.steps()).toEqual([]);
});

test('an engine that gives NaN where plain tfjs does not is named', async () => {
  const { last } = await run({
    compile: (fn) =>
      ((...args: Parameters<typeof fn>) => {
        tf.dispose(fn(...args) as tf.TensorContainer);
        return { loss: tf.scalar(NaN), bits: tf.scalar(NaN) };
      }) as typeof fn,
    // Nothing learnt, so that the step that is computed again is finite too.
    rate: 1e-30,
  });
  expect(last).toMatchObject({ type: 'diverged', step: 1, culprit: { what: 'engine' } });
});
