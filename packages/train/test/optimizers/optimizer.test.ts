import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { Optimizer } from '../../src/optimizers/optimizer.js';
import { gravesRMSProp } from '../../src/optimizers/rmsprop.js';
import { updateRule } from '../../src/optimizers/table.js';
import type { OptimizerOptions } from '../../src/optimizers/table.js';

beforeAll(useTestBackend);

const SIZE = 3;
const gradientSteps = fc.array(
  fc.array(fc.float({ min: -4, max: 4, noNaN: true }), { minLength: SIZE, maxLength: SIZE }),
  { minLength: 1, maxLength: 6 },
);
const start = Array.from({ length: SIZE }, (_, i) => i - 1);
const rates = (step: number) => 0.1 / (step + 1);

/** The values of a variable after steps with these gradients, at rates that change from step to step. */
function ours(options: OptimizerOptions, steps: number[][]): number[] {
  const x = tf.variable(tf.tensor1d(start));
  const optimizer = new Optimizer(updateRule(options), { x });
  steps.forEach((gradient, step) =>
    tf.tidy(() => optimizer.step({ x: tf.tensor1d(gradient) }, tf.scalar(rates(step)))),
  );
  const values = Array.from(x.dataSync());
  optimizer.dispose();
  x.dispose();
  return values;
}

function theirs(make: () => tf.Optimizer, steps: number[][]): number[] {
  const x = tf.variable(tf.tensor1d(start));
  const optimizer = make() as tf.Optimizer & { learningRate: number; setLearningRate?(rate: number): void };
  steps.forEach((gradient, step) =>
    tf.tidy(() => {
      if (optimizer.setLearningRate) optimizer.setLearningRate(rates(step));
      else optimizer.learningRate = rates(step);
      optimizer.applyGradients({ [x.name]: tf.tensor1d(gradient) });
    }),
  );
  const values = Array.from(x.dataSync());
  optimizer.dispose();
  x.dispose();
  return values;
}

const close = (actual: number[], expected: number[]) =>
  actual.forEach((value, i) => {
    expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(2e-6 * (1 + Math.abs(expected[i])));
  });

describe('the same numbers as tfjs', () => {
  test.each<[string, OptimizerOptions, () => tf.Optimizer]>([
    ['sgd', { name: 'sgd' }, () => tf.train.sgd(1)],
    ['momentum', { name: 'momentum', momentum: 0.8 }, () => tf.train.momentum(1, 0.8)],
    ['Nesterov', { name: 'momentum', momentum: 0.8, nesterov: true }, () => tf.train.momentum(1, 0.8, true)],
    ['rmsprop', { name: 'rmsprop' }, () => tf.train.rmsprop(1, 0.9, 0, 1e-7)],
    [
      'rmsprop with momentum',
      { name: 'rmsprop', momentum: 0.9, epsilon: 1e-4 },
      () => tf.train.rmsprop(1, 0.9, 0.9, 1e-4),
    ],
    // tfjs subtracts epsilon; with its sign changed it computes the paper's form.
    ['rmsprop of Graves', gravesRMSProp, () => tf.train.rmsprop(1, 0.95, 0.9, -1e-4, true)],
    ['adam', { name: 'adam' }, () => tf.train.adam(1, 0.9, 0.999, 1e-7)],
    [
      'adam with other constants',
      { name: 'adam', beta1: 0.5, beta2: 0.9, epsilon: 1e-3 },
      () => tf.train.adam(1, 0.5, 0.9, 1e-3),
    ],
    ['adamax', { name: 'adamax' }, () => tf.train.adamax(1, 0.9, 0.999, 1e-7)],
    ['adagrad', { name: 'adagrad' }, () => tf.train.adagrad(1, 0.1)],
  ])('%s', (_name, options, make) => {
    fc.assert(
      fc.property(gradientSteps, (steps) => close(ours(options, steps), theirs(make, steps))),
      { numRuns: 50 },
    );
  });
});

/** The equations of the papers in double precision, for what tfjs computes otherwise. */
function graves(steps: number[][], epsilon: number): number[] {
  return start.map((x0, i) => {
    let [x, n, m, v] = [x0, 0, 0, 0];
    steps.forEach((gradient, step) => {
      const g = gradient[i];
      n = 0.95 * n + 0.05 * g * g;
      m = 0.95 * m + 0.05 * g;
      v = 0.9 * v + (rates(step) * g) / Math.sqrt(n - m * m + epsilon);
      x -= v;
    });
    return x;
  });
}

function zeiler(steps: number[][]): number[] {
  return start.map((x0, i) => {
    let [x, n, u] = [x0, 0, 0];
    steps.forEach((gradient, step) => {
      const g = gradient[i];
      n = 0.95 * n + 0.05 * g * g;
      const d = (Math.sqrt(u + 1e-6) / Math.sqrt(n + 1e-6)) * g;
      u = 0.95 * u + 0.05 * d * d;
      x -= rates(step) * d;
    });
    return x;
  });
}

/** Adam whose gradients are at most `surprise` times as long as earlier ones let expect. */
function surprised(steps: number[][], surprise: number): number[] {
  const norm = (values: number[]) => Math.hypot(...values);
  const x = [...start];
  const [m, n] = [start, start].map((values) => values.map(() => 0));
  steps.forEach((given, step) => {
    const sum = n.reduce((total, value) => total + value, 0);
    const expected = sum > 0 ? Math.sqrt(sum / (1 - 0.99 ** step)) : Infinity;
    const length = norm(given);
    const scale = length > surprise * expected ? (surprise * expected) / length : 1;
    given.forEach((value, i) => {
      const g = scale * value;
      m[i] = 0.9 * m[i] + 0.1 * g;
      n[i] = 0.99 * n[i] + 0.01 * g * g;
      x[i] -=
        (rates(step) * m[i]) / (1 - 0.9 ** (step + 1)) / (Math.sqrt(n[i] / (1 - 0.99 ** (step + 1))) + 1e-7);
    });
  });
  return x;
}

function reddi(steps: number[][]): number[] {
  return start.map((x0, i) => {
    let [x, m, n, largest] = [x0, 0, 0, 0];
    steps.forEach((gradient, step) => {
      const g = gradient[i];
      m = 0.9 * m + 0.1 * g;
      n = 0.99 * n + 0.01 * g * g;
      largest = Math.max(largest, n);
      const square = largest / (1 - 0.99 ** (step + 1));
      x -= (rates(step) * m) / (1 - 0.9 ** (step + 1)) / (Math.sqrt(square) + 1e-7);
    });
    return x;
  });
}

describe('the equations of the papers', () => {
  test('adam with the largest square so far, Reddi et al. 2018', () => {
    const options = { name: 'adam', beta2: 0.99, amsgrad: true } as const;
    fc.assert(fc.property(gradientSteps, (steps) => close(ours(options, steps), reddi(steps))));
  });

  test('adam with a limit of surprise', () => {
    const options = { name: 'adam', beta2: 0.99, surprise: 1.5 } as const;
    // Too small numbers have squares that are no floats.
    const lengthy = gradientSteps.map((steps) =>
      steps.map((step) => step.map((g) => (Math.abs(g) < 1e-3 ? 0 : g))),
    );
    fc.assert(fc.property(lengthy, (steps) => close(ours(options, steps), surprised(steps, 1.5))));
  });

  test('a gradient that is a hundred times as long as usual moves a variable no farther than a few usual ones', () => {
    const usual = Array.from({ length: 50 }, (_, i) => (i % 2 ? [1, 1, 1] : [-1, -1, -1]));
    const moved = (surprise?: number): number => {
      const options = { name: 'adam', beta2: 0.98, surprise } as const;
      const before = ours(options, usual)[0];
      return Math.abs(ours(options, [...usual, [100, 100, 100]])[0] - before) / rates(usual.length);
    };
    expect(moved()).toBeGreaterThan(0.5);
    expect(moved(2)).toBeLessThan(0.3);
  });

  test('with the largest square a long gradient makes the steps after it small for good', () => {
    const steps = [[100, 100, 100], ...Array.from({ length: 300 }, () => [1, 1, 1])];
    const [settled] = ours({ name: 'adam', beta2: 0.5 }, steps);
    const [careful] = ours({ name: 'adam', beta2: 0.5, amsgrad: true }, steps);
    expect(careful).toBeGreaterThan(settled + 0.1);
  });

  test('centered rmsprop, Graves 2013', () => {
    fc.assert(fc.property(gradientSteps, (steps) => close(ours(gravesRMSProp, steps), graves(steps, 1e-4))));
  });

  test('centered rmsprop stays finite for small gradients, where tfjs gives NaN', () => {
    const steps = [[1e-3, -1e-3, 1e-5]];
    expect(theirs(() => tf.train.rmsprop(1, 0.95, 0.9, 1e-4, true), steps)).toEqual([NaN, NaN, NaN]);
    close(ours(gravesRMSProp, steps), graves(steps, 1e-4));
  });

  test('adadelta, Zeiler 2012', () => {
    fc.assert(fc.property(gradientSteps, (steps) => close(ours({ name: 'adadelta' }, steps), zeiler(steps))));
  });
});

test('slots are named after rule and variable, scalars by themselves', () => {
  const variables = { 'a/kernel': tf.variable(tf.ones([2, 3])), bias: tf.variable(tf.ones([3])) };
  const optimizer = new Optimizer(updateRule({ name: 'adam' }), variables);
  const shapes = Object.entries(optimizer.variables).map(([name, { shape }]) => [name, shape]);
  expect(Object.fromEntries(shapes)).toEqual({
    'mean/a/kernel': [2, 3],
    'mean/bias': [3],
    'square/a/kernel': [2, 3],
    'square/bias': [3],
    beta1Power: [],
    beta2Power: [],
  });
  expect(Object.values(optimizer.variables).every(({ trainable }) => !trainable)).toBe(true);
  optimizer.dispose();
  tf.dispose(Object.values(variables));
});

test('a variable without a gradient stays as it is', () => {
  const variables = { x: tf.variable(tf.scalar(1)), y: tf.variable(tf.scalar(2)) };
  const optimizer = new Optimizer(updateRule({ name: 'rmsprop', momentum: 0.9 }), variables);
  const before = tf.memory().numTensors;
  tf.tidy(() => optimizer.step({ x: tf.scalar(1) }, tf.scalar(0.1)));
  expect(tf.memory().numTensors).toBe(before);
  expect(variables.y.dataSync()[0]).toBe(2);
  expect(variables.x.dataSync()[0]).toBeLessThan(1);
  optimizer.dispose();
  tf.dispose(Object.values(variables));
});
