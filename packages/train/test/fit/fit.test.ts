import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { eager, fit, scorer } from '../../src/index.js';
import type { FitEvent, FitOptions, FitStage, Learner } from '../../src/index.js';

beforeAll(useTestBackend);

type Numbers = { readonly x: tf.Tensor1D };

/** Brings one number near others: the loss of an example x is (w - x)^2, and it is right if that is below 1/4. */
function follower(start: number, training: readonly number[][], testing: readonly number[] = []) {
  const w = tf.variable(tf.scalar(start));
  const kept = tf.variable(tf.scalar(7), false);
  const stages: string[] = [];
  const batch = (numbers: readonly number[]) => ({
    tensors: { x: tf.tensor1d([...numbers]) },
    examples: numbers.length,
  });
  const learner: Learner<Numbers> = {
    variables: { w, kept },
    grade({ x }, stage) {
      stages.push(stage);
      const squares = tf.square(tf.sub(w, x));
      return { loss: tf.sum(squares), right: tf.sum(tf.cast(tf.less(squares, 0.25), 'float32')) };
    },
    *training() {
      yield* training.map(batch);
    },
    *testing() {
      if (testing.length > 0) yield batch(testing);
    },
  };
  return { w, learner, stages };
}

async function eventsOf(options: FitOptions<Numbers>): Promise<FitEvent[]> {
  const events: FitEvent[] = [];
  for await (const event of fit(options)) events.push(event);
  return events;
}

const only = (more: Partial<FitStage> = {}): FitStage[] => [
  { name: 'only', epochs: 1, rate: { start: 0.1 }, ...more },
];

it('takes a step for every batch, and tells what the examples were like while they were learned', async () => {
  const { w, learner } = follower(0, [[1, 3], [2]]);
  const events = await eventsOf({ learner, stages: only(), seed: 1 });
  // w = 0: losses 1 and 9, gradient -2 - 6, w = 0.8; then loss 1.44, gradient -2.4, w = 1.04.
  expect(w.dataSync()[0]).toBeCloseTo(1.04, 5);
  expect(events).toEqual([
    {
      type: 'epoch',
      stage: 'only',
      epoch: 1,
      rate: 0.1,
      training: { examples: 3, loss: expect.closeTo((1 + 9 + 1.44) / 3, 5), error: 1 },
      validation: undefined,
    },
    { type: 'finished', epoch: 1 },
  ]);
});

it('gives the same compiled as it is', async () => {
  const [plain, compiled] = [
    follower(0, [
      [1, 3],
      [2, 5],
    ]),
    follower(0, [
      [1, 3],
      [2, 5],
    ]),
  ];
  const options = { stages: only({ epochs: 5 }), clip: { variableNorm: 2 }, seed: 1 };
  const [a, b] = [
    await eventsOf({ ...options, learner: plain.learner, compile: eager }),
    await eventsOf({ ...options, learner: compiled.learner }),
  ];
  expect(plain.w.dataSync()[0]).toBeCloseTo(compiled.w.dataSync()[0], 6);
  expect(a.map(({ type }) => type)).toEqual(b.map(({ type }) => type));
  // The compiled function ran once for each stage it was recorded with, not once a batch.
  expect(compiled.stages.length).toBeLessThan(plain.stages.length);
});

it('clips the gradient before the step', async () => {
  const { w, learner } = follower(0, [[100]]);
  await eventsOf({ learner, stages: only(), clip: { variableNorm: 3 }, seed: 1 });
  expect(w.dataSync()[0]).toBeCloseTo(0.3, 5);
});

it('goes through stages, whose rates fall by epochs', async () => {
  const { learner } = follower(0, [[1]]);
  const stages: FitStage[] = [
    { name: 'first', epochs: 2, rate: { start: 0.01 } },
    { name: 'second', epochs: 5, rate: { start: 0.08, every: 2 } },
  ];
  const events = await eventsOf({ learner, stages, seed: 1, compile: eager });
  expect(
    events.flatMap((event) => (event.type === 'epoch' ? [[event.stage, event.epoch, event.rate]] : [])),
  ).toEqual([
    ['first', 1, 0.01],
    ['first', 2, 0.01],
    ['second', 3, 0.08],
    ['second', 4, 0.08],
    ['second', 5, 0.04],
    ['second', 6, 0.04],
    ['second', 7, 0.02],
  ]);
});

it('ends a stage once the validation loss falls no more', async () => {
  // w passes 0.5, the number that is held out, between the third epoch and the fourth.
  const { learner } = follower(0, [[1]], [0.5]);
  const events = await eventsOf({
    learner,
    stages: only({ epochs: 50, untilStall: true }),
    seed: 1,
    compile: eager,
  });
  const losses = events.flatMap((event) => (event.type === 'epoch' ? [event.validation!.loss] : []));
  // w = 0.2, 0.36, 0.488, 0.590
  expect(losses).toEqual([0.09, 0.0196, 0.000144, 0.00817216].map((loss) => expect.closeTo(loss, 5)));
});

it('divides a rate by so much whenever the validation loss does not fall', async () => {
  const { learner } = follower(0, [[1]], [0]);
  const stages = only({ epochs: 4, rate: { start: 0.09, divideBy: 1.5, every: 'stall' } });
  const events = await eventsOf({ learner, stages, seed: 1, compile: eager });
  const rates = events.flatMap((event) => (event.type === 'epoch' ? [event.rate] : []));
  expect(rates).toEqual([0.09, 0.09, 0.06, 0.04].map((rate) => expect.closeTo(rate, 9)));
});

it('stops where the loss ceases to be finite', async () => {
  const { learner } = follower(0, [[NaN]]);
  const events = await eventsOf({ learner, stages: only({ epochs: 3 }), seed: 1, compile: eager });
  expect(events).toEqual([{ type: 'diverged', epoch: 0 }]);
});

it('leaves no tensor behind', async () => {
  const { learner } = follower(0, [[1], [2]], [3]);
  const before = tf.memory().numTensors;
  await eventsOf({ learner, stages: only({ epochs: 2 }), validate: true, seed: 1 });
  const its = scorer(learner);
  expect(await its.score(learner.testing(), 'only')).toMatchObject({ examples: 1, error: 1 });
  its.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it.each([
  [{ stages: [] }, /^fit\.stages: /],
  [{ stages: only({ epochs: 0 }) }, /^fit\.stages\.0\.epochs: .*got 0$/],
  [{ stages: only({ rate: { start: -1 } }) }, /^fit\.stages\.0\.rate\.start: .*got -1$/],
  [{ seed: -1 }, /^fit\.seed: .*got -1$/],
  [{ clip: { variableNorm: 0 } }, /^fit\.clip\.variableNorm: .*got 0$/],
])('refuses %j', async (wrong, message) => {
  const { learner } = follower(0, [[1]]);
  await expect(eventsOf({ learner, stages: only(), seed: 1, ...wrong })).rejects.toThrow(message);
});
