import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { eager, MemoryStore, train } from '../src/index.js';
import type { Compile, TrainOptions } from '../src/index.js';
import { eventsOf, only } from './support/run.js';
import { linearModel, mirror, recurrentModel } from './support/toy.js';

beforeAll(useTestBackend);

let model: ReturnType<typeof linearModel>;
beforeEach(() => (model = linearModel(mirror)));
afterEach(() => model.dispose());

const options = (more: Partial<TrainOptions> = {}): TrainOptions => ({
  model,
  task: mirror,
  seed: 1,
  rate: 0.1,
  batch: 4,
  stop: { steps: 30 },
  ...more,
});

test('a linear model learns the task, for every seed', async () => {
  for (const seed of [1, 2, 3]) {
    const fresh = linearModel(mirror, seed);
    const events = await eventsOf(
      options({ model: fresh, seed, stop: { steps: 150 }, evaluate: { every: 150 } }),
    );
    // The task is linearly separable: 150 steps of Adam at 0.1 separate it.
    for (const score of only('evaluation', events)[0].scores) expect(score.accuracy).toBe(1);
    fresh.dispose();
  }
});

test('events come in their order', async () => {
  const events = await eventsOf(
    options({
      stop: { steps: 6 },
      readEvery: 2,
      evaluate: { every: 4 },
      checkpoint: { every: 3 },
      store: new MemoryStore(),
    }),
  );
  expect(events.map(({ type, step }) => `${type} ${step}`)).toEqual([
    'started 0',
    'step 1',
    'step 2',
    'progress 2',
    'step 3',
    'checkpoint 3',
    'step 4',
    'progress 4',
    'evaluation 4',
    'checkpoint 4', // The best so far.
    'step 5',
    'step 6',
    'progress 6',
    'evaluation 6',
    'checkpoint 6',
    'finished 6',
  ]);
});

test('the same seed gives the same numbers, another seed others', async () => {
  const losses = async (seed: number) => {
    const fresh = linearModel(mirror);
    const events = only('progress', await eventsOf(options({ model: fresh, seed })));
    fresh.dispose();
    return events.map(({ loss, bits }) => ({ loss, bits }));
  };
  expect(await losses(1)).toEqual(await losses(1));
  expect(await losses(1)).not.toEqual(await losses(2));
});

test('bits a sequence: an untrained model that always says one half pays one bit a prediction', async () => {
  const silent = {
    variables: model.variables,
    forward: (inputs: tf.Tensor3D) => tf.mul(model.forward(inputs), 0) as tf.Tensor3D,
  };
  const curriculum = { kind: 'uniform', low: 4, high: 4 } as const;
  for (const lossScale of ['sequence', 'prediction'] as const) {
    const [progress] = only('progress', await eventsOf(options({ model: silent, lossScale, curriculum })));
    expect(progress.bits).toBeCloseTo(12, 4);
    expect(progress.loss).toBeCloseTo(Math.LN2 * (lossScale === 'sequence' ? 12 : 1), 4);
  }
});

test('progress tells speed and the time left, by the clock', async () => {
  let now = 0;
  const clock = () => (now += 250);
  const events = only('progress', await eventsOf(options({ stop: { steps: 40 }, readEvery: 10, clock })));
  // Each step and each reading takes 250 ms by this clock: 2.75 s for ten.
  expect(events[1]).toMatchObject({ step: 20, sequences: 80, seconds: 5.5 });
  expect(events[1].sequencesPerSecond).toBeCloseTo(40 / 2.75, 9);
  expect(events[1].secondsLeft).toBeCloseTo(5.5, 9);
});

test('step events tell the scheduled rate and the drawn lengths', async () => {
  const rate = { rate: 1, warmUp: 2, decay: { shape: 'linear', begin: { step: 3 }, steps: 2 } } as const;
  const steps = only('step', await eventsOf(options({ rate, stop: { steps: 6 }, lengthPer: 'sequence' })));
  expect(steps.map((event) => event.rate)).toEqual([0.5, 1, 1, 1, 0.5, 0]);
  expect(new Set(steps.map(({ lengths }) => lengths.length))).toEqual(new Set([4]));
  expect(steps.some(({ lengths }) => new Set(lengths).size > 1)).toBe(true);
});

test('decay and curriculum wait for success', async () => {
  const events = await eventsOf(
    options({
      stop: { steps: 300 },
      readEvery: 5,
      window: 20,
      curriculum: { kind: 'gated', low: 1, from: 1, to: 4, bits: 2 },
      rate: { rate: 0.1, decay: { shape: 'linear', begin: { bits: 2 }, steps: 10 } },
    }),
  );
  const steps = only('step', events);
  const longest = steps.map(({ lengths }) => Math.max(...lengths));
  const firstOf = (length: number) => longest.findIndex((item) => item === length);
  expect([1, 2, 3, 4].map(firstOf)).toEqual([1, 2, 3, 4].map(firstOf).sort((a, b) => a - b));
  const decayed = steps.findIndex(({ rate }) => rate < 0.1);
  // Success counts only on all lengths, over a whole window of them.
  expect(firstOf(4)).toBeGreaterThan(0);
  expect(decayed).toBeGreaterThanOrEqual(firstOf(4) + 20);
  expect(steps.at(-1)?.rate).toBe(0);
});

describe('stop rules', () => {
  const reason = async (more: Partial<TrainOptions>) => {
    const last = (await eventsOf(options(more))).at(-1);
    return last?.type === 'finished' ? [last.reason, last.step] : last;
  };

  test('steps', async () => expect(await reason({ stop: { steps: 7 } })).toEqual(['steps', 7]));
  test('no steps', async () => expect(await reason({ stop: { steps: 0 } })).toEqual(['steps', 0]));

  test('seconds', async () => {
    let now = 0;
    expect(await reason({ stop: { seconds: 5 }, clock: () => (now += 1000) })).toEqual(['seconds', 5]);
  });

  test('a target in training, over a full window', async () => {
    const [why, step] = (await reason({ stop: { steps: 900, target: { bits: 3 } }, window: 30 })) as [
      string,
      number,
    ];
    expect(why).toBe('target');
    expect(step).toBeGreaterThanOrEqual(30);
    expect(step % 10).toBe(0);
  });

  test('a score in evaluation', async () => {
    const target = { score: 'wrong bits', length: 6, value: 0 };
    const [why, step] = (await reason({ stop: { steps: 900, target }, evaluate: { every: 20 } })) as [
      string,
      number,
    ];
    expect(why).toBe('target');
    expect(step % 20).toBe(0);
    expect(step).toBeLessThan(900);
  });

  test('patience', async () => {
    // At a rate of 1e-30 nothing changes: the first evaluation is the best, the next two are not.
    const rules = { rate: 1e-30, stop: { steps: 900, patience: 2 }, evaluate: { every: 5 } };
    expect(await reason(rules)).toEqual(['patience', 15]);
  });
});

describe('abort', () => {
  test('from a timer, while steps follow one another', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    // Seconds of steps: without a turn of the event loop between them they would all be taken.
    const events = await eventsOf(
      options({ stop: { steps: 5000 }, signal: controller.signal, store: new MemoryStore() }),
    );
    expect(events.slice(-2).map(({ type }) => type)).toEqual(['checkpoint', 'interrupted']);
  });

  test('before the first step', async () => {
    const events = await eventsOf(options({ signal: AbortSignal.abort(), store: new MemoryStore() }));
    expect(events.map(({ type }) => type)).toEqual(['started', 'interrupted']);
  });
});

describe('nothing leaks', () => {
  test.each<[string, Partial<TrainOptions>]>([
    ['a finished run', { evaluate: { every: 10 }, store: new MemoryStore() }],
    ['a run without readings', { readEvery: 1000, stop: { steps: 5 } }],
    ['an aborted run', { signal: AbortSignal.abort() }],
  ])('%s', async (_name, more) => {
    const before = tf.memory().numTensors;
    await eventsOf(options(more));
    expect(tf.memory().numTensors).toBe(before);
  });

  test('a run that its consumer breaks off', async () => {
    const before = tf.memory().numTensors;
    for await (const event of train(options())) if (event.step === 7) break;
    expect(tf.memory().numTensors).toBe(before);
  });
});

test('between readings nothing is read back', async () => {
  const reads = jest.spyOn(tf.Tensor.prototype, 'data');
  const synchronous = jest.spyOn(tf.Tensor.prototype, 'dataSync');
  const recurrent = recurrentModel(mirror);
  reads.mockClear();
  synchronous.mockClear();
  // The compiler copies what is given to it, which is there already; plain tfjs shows what is read of what was computed.
  await eventsOf(
    options({ model: recurrent, stop: { steps: 100 }, readEvery: 20, window: 20, compile: eager }),
  );
  expect(reads.mock.calls.length).toBe(5);
  expect(synchronous.mock.calls.length).toBe(0);
  recurrent.dispose();
  reads.mockRestore();
  synchronous.mockRestore();
});

test('the engine compiles the step and the evaluation, and is released', async () => {
  const log: string[] = [];
  const compile: Compile = (fn) => {
    const name = `function ${log.filter((entry) => entry.startsWith('compile')).length}`;
    log.push(`compile ${name}`);
    const call = (...args: Parameters<typeof fn>) => {
      log.push(name);
      return fn(...args);
    };
    return Object.assign(call as typeof fn, { dispose: () => log.push(`dispose ${name}`) });
  };
  await eventsOf(
    options({ compile, stop: { steps: 2 }, evaluate: { every: 9, lengths: [1], sequences: 1 } }),
  );
  expect(log).toEqual([
    'compile function 0',
    'compile function 1',
    'function 1',
    'function 1',
    'function 0',
    'dispose function 1',
    'dispose function 0',
  ]);
});

test.each<[string, object]>([
  ['seed: Too small: expected number to be >=0, got -1', { seed: -1 }],
  ['batch: Too small: expected number to be >=1, got 0', { batch: 0 }],
  ['rate.rate: Too small: expected number to be >0, got 0', { rate: 0 }],
  ['window: must be at least readEvery', { readEvery: 10, window: 5 }],
  ['clip.norm: Too small: expected number to be >0, got 0', { clip: { norm: 0 } }],
  [
    'curriculum: lengths of mirror lie in [1, 8], got [1, 9]',
    { curriculum: { kind: 'uniform', low: 1, high: 9 } },
  ],
  ['stop.steps: Too small: expected number to be >=0, got -5', { stop: { steps: -5 } }],
  ['stop.patience counts evaluations; give evaluate', { stop: { patience: 2 } }],
  [
    "stop.target.score must be one of 'bits', 'accuracy', 'wrong bits', got 'loss'",
    { stop: { target: { score: 'loss', length: 2, value: 0 } }, evaluate: { every: 1 } },
  ],
  [
    'stop.target.length must be one of the lengths evaluated (2, 6), got 5',
    { stop: { target: { score: 'bits', length: 5, value: 0 } }, evaluate: { every: 1 } },
  ],
  ['evaluate.every: Too small: expected number to be >=1, got 0', { evaluate: { every: 0 } }],
  ['evaluate: Unrecognized key: "evry"', { evaluate: { every: 1, evry: 2 } }],
  ['evaluate.lengths: lengths of mirror lie in [1, 8], got 99', { evaluate: { every: 1, lengths: [99] } }],
  ['checkpoint.keep: Too small: expected number to be >=1, got 0', { checkpoint: { keep: 0 } }],
  ["optimizer.name: unknown name 'adm', did you mean 'adam'?", { optimizer: { name: 'adm' } }],
  ['optimizer.beta1: Too big: expected number to be <1, got 1', { optimizer: { name: 'adam', beta1: 1 } }],
])('%s', async (message, wrong) => {
  const before = tf.memory().numTensors;
  await expect(eventsOf({ ...options(), ...wrong })).rejects.toThrow(RangeError);
  await expect(eventsOf({ ...options(), ...wrong })).rejects.toThrow(message);
  expect(tf.memory().numTensors).toBe(before);
});
