import { unroll } from '@loci/controllers';
import {
  benchmarkStages,
  benchmarkTasks,
  counting,
  countingModels,
  createModel,
  deciding,
  presets,
} from '@loci/stack-rnn';
import type { MemoryCell } from '@loci/stack-rnn';
import * as tf from '@tensorflow/tfjs';

const sizes = { inputSize: 2, outputSize: 2, seed: 1 };

/** Names and shapes of what a model trains. */
function shapesOf(model: Parameters<typeof createModel>[0]): Record<string, readonly number[]> {
  const cell = createModel(model, sizes);
  const shapes = Object.fromEntries(
    Object.entries(cell.variables).map(([name, { shape }]) => [name, shape] as const),
  );
  cell.dispose();
  return shapes;
}

test.each(countingModels)('each stage of %s can take over the weights of the one before', (name) => {
  for (const language of ['anbn', 'anb2n'] as const) {
    const [first, ...others] = counting(name, language);
    expect(others).toHaveLength(name === 'list-rnn' || name === 'stack-rnn' ? 1 : 0);
    for (const { model } of others) expect(shapesOf(model)).toEqual(shapesOf(first.model));
  }
});

test('in the stage that decides the same network is trained on the same batches, and doubt costs', () => {
  const first = presets['memorisation']!['practical']!;
  const { model, training, steps } = deciding(first, 700);
  expect(model).toEqual({ ...first.model, entropyPenalty: 1e-3 });
  expect(training).toMatchObject({ batch: first.training.batch, clip: first.training.clip });
  // All lengths from the first step on.
  expect(training).not.toHaveProperty('curriculum');
  expect(training.rate.decay.begin.step + training.rate.decay.steps).toBe(700);
  expect(steps).toBe(700);
});

test('a network without actions has nothing to decide', () => {
  const [lstm] = counting('lstm', 'anbn');
  expect(() => deciding(lstm, 100)).toThrow(
    new RangeError('a network without a memory has no actions to decide'),
  );
});

test('for products in brackets the first stage is gone on with, its actions rounded and the rest as it was', () => {
  const [first, second, ...others] = benchmarkStages(
    'stack-rnn',
    benchmarkTasks['modular-arithmetic-brackets'],
  );
  expect(first).toEqual(presets['modular-arithmetic-brackets']!['brackets']);
  expect(second!.model).toEqual({ ...first.model, rounding: true });
  expect(shapesOf(second!.model)).toEqual(shapesOf(first.model));
  const { batch, optimizer, clip, lossScale, lengthPer } = first.training;
  expect(second!.training).toEqual({
    ...{ batch, optimizer, clip, lossScale, lengthPer },
    rate: { rate: first.training.rate.rate, decay: expect.anything() as object },
  });
  const { begin, steps } = second!.training.rate.decay;
  expect(begin.step + steps).toBe(second!.steps);
  // And then slowly, for long; and at last with noise, on the longer half of the strings.
  for (const { model, training } of others) {
    expect(model).toEqual(second!.model);
    expect(training.rate.rate).toBeLessThan(second!.training.rate.rate / 4);
  }
  const [slow, noisy] = [others.slice(0, 2), others.slice(2)];
  for (const { training, steps } of slow) {
    expect(training).not.toHaveProperty('noise');
    expect(steps).toBeGreaterThan(2 * second!.steps);
  }
  expect(noisy).toHaveLength(2);
  for (const { training, steps } of noisy) {
    expect(training).toMatchObject({
      noise: expect.any(Number) as number,
      curriculum: { kind: 'uniform', low: 20, high: 40 },
    });
    expect(training.rate.decay.begin.step + training.rate.decay.steps).toBe(steps);
  }
  // Equations too end with noise, after a stage in which doubt costs.
  const equations = benchmarkStages('stack-rnn', benchmarkTasks['solve-equation']);
  expect(equations.map(({ training }) => training.noise)).toEqual([undefined, undefined, 0.15]);
  expect(equations.map(({ training }) => training.rate.rate)).toEqual([3e-3, 1e-3, 1e-3]);
});

test('the tape of brackets is a stack once symbols move it: what a symbol puts there is found by the one that goes back', () => {
  const { model } = presets['modular-arithmetic-brackets']!['brackets-tape']!;
  const cell = createModel(model, { inputSize: 3, outputSize: 2, seed: 1 }) as MemoryCell;
  expect(cell.actions).toEqual(['stay', 'left', 'right']);
  // Symbols 0, 1, 2: an opening bracket goes right, a closing one left, anything else stays.
  cell.variables['actions/kernel']!.assign(tf.tensor2d([0, 0, 9, 0, 9, 0, 9, 0, 0], [3, 3]));
  const symbols = [2, 0, 2, 0, 2, 2, 1, 2, 1];
  const inputs = tf.oneHot(symbols, 3).expandDims<tf.Tensor3D>(1);
  const { traces } = unroll(cell.forSteps(symbols.length), inputs, { traces: true });
  const stacks = traces['stacks']!.squeeze([1, 2]).arraySync() as number[][][];
  const besideTheHead = stacks.map((tape) => tape[1]!);
  const stepsWith = (wanted: number[]) =>
    besideTheHead.flatMap((cell, step) =>
      cell.every((value, index) => Math.abs(value - wanted[index]!) < 1e-5) ? [step] : [],
    );
  // What a bracket left is beside the head while the innermost bracket that is open is that one.
  expect(stepsWith(besideTheHead[1]!)).toEqual([1, 2, 6, 7]);
  expect(stepsWith(besideTheHead[3]!)).toEqual([3, 4, 5]);
  cell.dispose();
});

test('brackets have networks whose symbols decide about the actions, which at first leave the stack alone', () => {
  for (const task of ['modular-arithmetic-brackets', 'solve-equation']) {
    const { model, training } = presets[task]!['brackets']!;
    expect(model).toMatchObject({ visible: true, controller: { kind: 'second-order' }, memories: 1 });
    expect(training.curriculum).toMatchObject({ kind: 'gated', low: task === 'solve-equation' ? 3 : 1 });
    const cell = createModel(model, { inputSize: 12, outputSize: 5, seed: 1 });
    const kernel = cell.variables['actions/kernel']!;
    expect(kernel.shape).toEqual([12, 3]);
    for (const [push, pop, noOp] of kernel.arraySync() as number[][]) {
      expect(noOp).toBeGreaterThanOrEqual(Math.max(push!, pop!));
    }
    cell.dispose();
  }
  expect(presets['reverse-string']).not.toHaveProperty('brackets');
});
