import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RandomStream } from '@loci/random';
import {
  benchmark,
  benchmarkModels,
  benchmarkRestarts,
  benchmarkStages,
  benchmarkTasks,
} from '@loci/stack-rnn';
import { createTask } from '@loci/tasks';
import { engines } from '../../src/engines/table.js';
import { chomsky } from '../../src/suite/chomsky.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';

const names = Object.keys(benchmarkTasks) as (keyof typeof benchmarkTasks)[];

test.each(names)('what the presets say of %s is so', (name) => {
  const task = createTask(name);
  const about = benchmarkTasks[name];
  expect(about.shortest).toBe(task.train.low);
  const [steps] = task.sample(RandomStream.fromSeed(1), { batch: 1, length: 21 }).inputs.shape;
  const isSymbol = steps === 22;
  expect(about.answer).toBe(isSymbol ? 'symbol' : 'string');
  if (about.answer === 'symbol') expect(about.classes).toBe(task.outputSize);
});

test('lengths grow by success where one symbol is the answer, by the step where a string is', () => {
  const of = (name: keyof typeof benchmarkTasks, model: keyof typeof benchmarkModels) =>
    benchmark(benchmarkModels[model], benchmarkTasks[name]).training;
  expect(of('parity-check', 'rnn')).toMatchObject({
    rate: { rate: 1e-3 },
    curriculum: { kind: 'gated', low: 1, from: 2, to: 40, bits: 1 / 8 },
  });
  expect(of('binary-addition', 'lstm')).toMatchObject({
    rate: { rate: 4e-3 },
    curriculum: { kind: 'growing', low: 3, from: 7, to: 40 },
  });
});

test('an LSTM forgets next to nothing at first where a string is the answer, and is as usual elsewhere', () => {
  const lstm = { kind: 'lstm', units: 256 };
  const of = (name: keyof typeof benchmarkTasks, model: keyof typeof benchmarkModels) =>
    benchmark(benchmarkModels[model], benchmarkTasks[name]).model.controller;
  expect(of('bucket-sort', 'lstm')).toEqual({ ...lstm, forgetBias: 10 });
  expect(of('parity-check', 'lstm')).toEqual(lstm);
  expect(of('bucket-sort', 'rnn')).toEqual(benchmarkModels.rnn.controller);
});

test('what is put into a memory is bounded where one symbol is the answer', () => {
  const of = (name: keyof typeof benchmarkTasks, model: keyof typeof benchmarkModels) =>
    benchmark(benchmarkModels[model], benchmarkTasks[name]).model;
  expect(of('parity-check', 'stack-rnn')).toEqual({ ...benchmarkModels['stack-rnn'], put: 'tanh' });
  expect(of('parity-check', 'tape-rnn')).toEqual({ ...benchmarkModels['tape-rnn'], put: 'tanh' });
  expect(of('reverse-string', 'stack-rnn')).toEqual(benchmarkModels['stack-rnn']);
  expect(of('parity-check', 'rnn')).toEqual(benchmarkModels.rnn);
});

test('a simple recurrent network is bounded where its first symbol decides, and no other is', () => {
  const of = (name: keyof typeof benchmarkTasks, model: keyof typeof benchmarkModels) =>
    benchmark(benchmarkModels[model], benchmarkTasks[name]).model;
  const controller = { kind: 'rnn', units: 256, activation: 'tanh' };
  expect(of('even-pairs', 'rnn')).toEqual({ ...benchmarkModels.rnn, controller });
  expect(of('even-pairs', 'stack-rnn')).toMatchObject({ controller, put: 'tanh' });
  expect(of('even-pairs', 'lstm')).toEqual(benchmarkModels.lstm);
  expect(of('even-pairs', 'tape-rnn')).toEqual({ ...benchmarkModels['tape-rnn'], put: 'tanh' });
});

test('a tape has settings of its own for strings given back and for sums, other networks those of all strings', () => {
  const of = (name: keyof typeof benchmarkTasks, model: keyof typeof benchmarkModels) =>
    benchmark(benchmarkModels[model], benchmarkTasks[name]);
  expect(of('stack-manipulation', 'tape-rnn')).toMatchObject({
    model: { model: 'tape-rnn', controller: { kind: 'gru', units: 64 }, entropyPenalty: 3e-4 },
    training: { rate: { rate: 2e-3 }, curriculum: { kind: 'growing', low: 1, from: 5, to: 40, steps: 500 } },
  });
  expect(of('binary-addition', 'tape-rnn')).toMatchObject({
    model: { model: 'tape-rnn', controller: { kind: 'gru', units: 64 }, memories: 3, jumps: false },
    training: { rate: { rate: 3e-3 }, curriculum: { kind: 'uniform', low: 16, high: 40 } },
  });
  for (const name of ['reverse-string', 'duplicate-string'] as const) {
    expect(of(name, 'tape-rnn')).toEqual(of('stack-manipulation', 'tape-rnn'));
  }
  expect(of('stack-manipulation', 'stack-rnn')).toEqual(of('reverse-string', 'stack-rnn'));
});

test('memories beside brackets and the tape of odds-first have a second stage: doubt costs, or there is none', () => {
  const second = Object.keys(benchmarkModels).flatMap((model) =>
    names.flatMap((name) => {
      const [, stage] = benchmarkStages(model as keyof typeof benchmarkModels, benchmarkTasks[name]);
      return stage ? [{ name, of: model, model: stage.model, rate: stage.training.rate }] : [];
    }),
  );
  const model = { entropyPenalty: 1e-3 };
  expect(second).toMatchObject([
    { name: 'modular-arithmetic-brackets', of: 'stack-rnn', model: { rounding: true }, rate: { rate: 3e-3 } },
    { name: 'solve-equation', of: 'stack-rnn', model, rate: { rate: 1e-3 } },
    { name: 'modular-arithmetic-brackets', of: 'tape-rnn', model: { rounding: true }, rate: { rate: 3e-3 } },
    { name: 'solve-equation', of: 'tape-rnn', model, rate: { rate: 1e-3 } },
    { name: 'odds-first', of: 'tape-rnn', model, rate: { rate: 0.01 } },
  ]);
});

test('tapes alone may be begun anew, where some of them find no use for the tape', () => {
  const of = (model: keyof typeof benchmarkModels) =>
    names.filter((name) => benchmarkRestarts(model, benchmarkTasks[name]) > 0);
  expect(of('tape-rnn')).toEqual(['stack-manipulation', 'reverse-string', 'duplicate-string']);
  for (const model of ['rnn', 'lstm', 'stack-rnn'] as const) expect(of(model)).toEqual([]);
});

test('a tape that has not learned the lengths trained on is begun anew with other weights', async () => {
  await withTemporaryFolder(async (folder) => {
    const compile = await engines.jit.start();
    const { signal } = new AbortController();
    const context = { steps: 1, engine: 'jit', compile, folder, signal } as const;
    const result = await chomsky.run({ task: 'reverse-string', model: 'tape-rnn', seed: 1 }, context);
    expect(result).toMatchObject({ restarts: 2 });
    const seeds = await Promise.all(
      ['run', 'run-2', 'run-3'].map(async (run) => {
        const record = JSON.parse(await readFile(join(folder, run, 'run.json'), 'utf8')) as {
          settings: { seed: number };
        };
        return record.settings.seed;
      }),
    );
    expect(seeds[0]).toBe(1);
    expect(new Set(seeds).size).toBe(3);
  });
});

/** The record of a run that is ended before its first step. */
const recordOf = (task: string, model: string) =>
  withTemporaryFolder(async (folder) => {
    const compile = await engines.cpu.start();
    const signal = AbortSignal.abort();
    const context = { steps: 10, engine: 'cpu', compile, folder, signal } as const;
    expect(await chomsky.run({ task, model, seed: 1 }, context)).toBeUndefined();
    return JSON.parse(await readFile(join(folder, 'run', 'run.json'), 'utf8')) as object;
  });

test('a tape alone is given time before most strings are asked for, and a run ends once all is learned', async () => {
  expect(await recordOf('duplicate-string', 'tape-rnn')).toMatchObject({
    about: { task: { computation: 1 } },
    stop: { steps: 10, target: { bits: 0.0005 } },
  });
  expect(await recordOf('duplicate-string', 'stack-rnn')).toMatchObject({
    about: { task: { computation: 0 } },
  });
  for (const task of ['parity-check', 'stack-manipulation']) {
    expect(await recordOf(task, 'tape-rnn')).toMatchObject({ about: { task: { computation: 0 } } });
  }
});

test('a stack or a tape beside brackets is trained by the preset of brackets, and no other network is', async () => {
  for (const preset of ['stack-rnn', 'tape-rnn']) {
    const about = { model: { model: preset, visible: true }, preset };
    expect(await recordOf('solve-equation', preset)).toMatchObject({ about });
    expect(await recordOf('modular-arithmetic-brackets', preset)).toMatchObject({ about });
  }
  for (const [task, model] of [
    ['reverse-string', 'stack-rnn'],
    ['solve-equation', 'lstm'],
  ] as const) {
    expect(await recordOf(task, model)).not.toMatchObject({ about: { model: { visible: true } } });
  }
});
