import { presets } from '@loci/ntm';
import { createTask } from '@loci/tasks';
import fc from 'fast-check';
import { configure, continued, trainedLengths } from '../../src/run/configuration.js';

test('without flags a run is what the preset practical says, its seed 1', () => {
  const { model, training, steps } = presets.copy.practical;
  expect(configure('copy', {})).toMatchObject({
    preset: 'practical',
    model,
    settings: { ...training, seed: 1 },
    stop: { steps },
    evaluate: { every: 300 },
    checkpoint: { every: 500 },
  });
});

test('every preset of every task makes a run', () => {
  for (const [task, ofTask] of Object.entries(presets)) {
    for (const preset of Object.keys(ofTask)) {
      const run = configure(task, { preset, steps: 10 });
      expect([run.task.name, run.preset, run.stop.steps]).toEqual([task, preset, 10]);
    }
  }
});

test('the decay of the rate ends with the run, however long that is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10 ** 9 }), (steps) => {
      const { rate } = configure('reverse', { steps }).settings;
      const { begin, steps: decay = NaN } = (typeof rate === 'object' && rate.decay) || {};
      const from = begin?.step ?? NaN;
      expect(Number.isInteger(from) && Number.isInteger(decay) && decay >= 1).toBe(true);
      expect(Math.abs(from - 0.7 * steps)).toBeLessThanOrEqual(0.5 + 1e-6 * steps);
      expect(Math.abs(from + decay - steps)).toBeLessThanOrEqual(1);
    }),
  );
});

test('a decay that begins by success or at a step takes as much of a run, however long that is', () => {
  const decayOf = (steps: number) => {
    const { rate } = configure('copy', { steps }).settings;
    return typeof rate === 'object' ? rate.decay : undefined;
  };
  expect(decayOf(1200)).toMatchObject({ begin: { bits: 2, step: 600 }, steps: 600 });
  expect(decayOf(120)).toMatchObject({ begin: { bits: 2, step: 60 }, steps: 60 });
});

test('attempts of a longer run are given longer, those of a shorter one as long as ever', () => {
  const after = (steps: number) => configure('copy', { steps }).settings.restart?.after;
  expect([after(1200), after(2400), after(120)]).toEqual([250, 500, 250]);
  expect(configure('reverse', {}).settings.restart).toBeUndefined();
  expect(configure('copy', { model: 'lstm' }).settings.restart).toBeUndefined();
  expect(configure('copy', { controller: 'gru', places: 16 }).settings.restart).toBeDefined();
});

test('the evaluations are four, the last at the end', () => {
  expect(configure('copy', { steps: 100 }).evaluate.every).toBe(25);
  expect(configure('copy', { steps: 1 }).evaluate.every).toBe(1);
  expect(configure('copy', { seconds: 5 }).evaluate.every).toBe(1000);
});

test('flags of training change what they name', () => {
  const { settings } = configure('copy', {
    seed: 7,
    batch: 4,
    rate: 0.01,
    optimizer: 'rmsprop',
    clipValue: 5,
    trainLengths: { low: 2, high: 6 },
    mixedLengths: true,
  });
  expect(settings).toMatchObject({
    seed: 7,
    batch: 4,
    rate: { rate: 0.01, decay: { begin: { bits: 2, step: 600 }, steps: 600 } },
    optimizer: { name: 'rmsprop' },
    clip: { value: 5 },
    curriculum: { kind: 'growing', low: 2, from: 5, to: 6, steps: 500 },
    lengthPer: 'sequence',
  });
});

test('lengths grow up to those asked for if the preset lets them grow, else all are alike', () => {
  const curriculumOf = (task: string, low: number, high: number, preset = 'practical') =>
    configure(task, { trainLengths: { low, high }, preset, steps: 1200 }).settings.curriculum;
  expect(curriculumOf('copy', 1, 3)).toEqual({ kind: 'growing', low: 1, from: 3, to: 3, steps: 500 });
  expect(curriculumOf('copy', 8, 9)).toEqual({ kind: 'growing', low: 8, from: 8, to: 9, steps: 500 });
  const bySuccess = { kind: 'gated', low: 4, from: 9, to: 30, bits: 0.5 };
  expect(curriculumOf('solve-equation', 4, 30, 'curriculum')).toEqual(bySuccess);
  expect(configure('solve-equation', { preset: 'curriculum' }).settings.window).toBe(30);
  const long = { kind: 'uniform', low: 16, high: 40 };
  expect(configure('binary-addition', { preset: 'tape' }).settings.curriculum).toEqual(long);
  expect(curriculumOf('binary-addition', 5, 9, 'tape')).toEqual({ ...long, low: 5, high: 9 });
  expect(curriculumOf('reverse', 8, 9)).toEqual({ kind: 'uniform', low: 8, high: 9 });
});

test("the preset's own optimizer keeps its constants", () => {
  const { optimizer } = configure('copy', { preset: 'paperLSTM', optimizer: 'rmsprop', steps: 1 }).settings;
  expect(optimizer).toEqual(presets.copy.paperLSTM.training.optimizer);
});

test('the lengths trained on are those asked for, else those of the task', () => {
  expect(trainedLengths(configure('copy', {}))).toEqual({ low: 1, high: 20 });
  expect(trainedLengths(configure('copy', { trainLengths: { low: 2, high: 6 } }))).toMatchObject({
    low: 2,
    high: 6,
  });
});

test.each([
  [() => configure('cpoy', {}), "unknown task 'cpoy', did you mean 'copy'?"],
  [() => configure('copy', { preset: 'paper' }), "unknown preset of copy 'paper'"],
  [() => configure('reverse', { preset: 'paperLSTM' }), "Known are 'practical'"],
  [() => configure('copy', { optimizer: 'adm' }), "unknown optimizer 'adm', did you mean 'adam'?"],
  [() => configure('copy', { preset: 'paperLSTM' }), 'give --steps or --seconds'],
  [() => configure('copy', { taskOption: { bit: 3 } }), "did you mean 'bits'?"],
])('what is unknown is named: %#', (attempt, message) => expect(attempt).toThrow(message));

test('a run that is gone on with keeps what it is; its course may change', () => {
  const stored = configure('copy', { steps: 100, sequences: 8 });
  expect(continued(stored, {})).toEqual(stored);
  const course = { steps: 200, seconds: 90, checkpointEvery: 9, testLengths: [5], evaluateEvery: 50 };
  expect(continued(stored, course)).toEqual({
    ...stored,
    stop: { steps: 200, seconds: 90 },
    checkpoint: { every: 9 },
    evaluate: { every: 50, lengths: [5], sequences: 8 },
  });
});

test('what is trained on other lengths than usual is tested on as many times them, within those there are', () => {
  const tested = (task: string, high: number) =>
    configure(task, { trainLengths: { low: 1, high }, steps: 10 }).evaluate.lengths;
  expect(tested('copy', 20)).toEqual(createTask('copy').test);
  expect(tested('copy', 5)).toEqual([3, 5, 8, 13, 20, 30]);
  expect(tested('copy', 1)).toEqual([1, 2, 3, 4, 6]);
  expect(tested('copy', 9000)).toEqual([4500, 9000, 10_000]);
  expect(configure('copy', { trainLengths: { low: 1, high: 5 }, testLengths: [7] }).evaluate.lengths).toEqual(
    [7],
  );
});
