import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { constant, createVariables, glorotUniform, type Initializer, normal, uniform } from '../src/index.js';

beforeAll(useTestBackend);

const draw = (initializer: Initializer, shape: number[], seed = 1) =>
  Array.from(initializer(RandomStream.fromSeed(seed), shape));

const mean = (numbers: number[]) => numbers.reduce((total, x) => total + x, 0) / numbers.length;
const variance = (numbers: number[]) => mean(numbers.map((x) => (x - mean(numbers)) ** 2));

it('fills with a constant', () => {
  expect(draw(constant(0.5), [2, 3])).toEqual(new Array(6).fill(0.5));
  expect(draw(constant(2), [])).toEqual([2]);
});

it('draws uniformly between the bounds', () => {
  const numbers = draw(uniform(-1, 3), [100, 100]);
  expect(Math.min(...numbers)).toBeGreaterThanOrEqual(-1);
  expect(Math.max(...numbers)).toBeLessThan(3);
  // Mean and variance of 10,000 draws within five standard deviations: 5 * sqrt(16 / 12) / 100 and a little more.
  expect(Math.abs(mean(numbers) - 1)).toBeLessThan(0.06);
  expect(Math.abs(variance(numbers) - 16 / 12)).toBeLessThan(0.08);
});

it('draws normally', () => {
  const numbers = draw(normal(2, 3), [100, 100]);
  expect(Math.abs(mean(numbers) - 2)).toBeLessThan(0.15);
  expect(Math.abs(variance(numbers) - 9)).toBeLessThan(0.65);
  // Within one deviation lie 68.3 % (five deviations of the count: 2.3 %), of uniform numbers it would be 57.7 %.
  const within = numbers.filter((x) => Math.abs(x - 2) < 3).length / numbers.length;
  expect(Math.abs(within - 0.683)).toBeLessThan(0.023);
});

it.each([
  [[20, 30], Math.sqrt(6 / 50)],
  [[500], Math.sqrt(6 / 501)],
  [[10, 20, 30], Math.sqrt(6 / 50)],
])('Glorot: the numbers of shape %p reach to %d and no further', (shape, bound) => {
  const largest = Math.max(...draw(glorotUniform, shape).map(Math.abs));
  expect(largest).toBeLessThanOrEqual(bound);
  // Of 500 draws or more the largest is below 95 % of the bound once in 10^11.
  expect(largest).toBeGreaterThan(0.95 * bound);
});

it.each([
  [() => constant(NaN), 'value must be a finite number, got NaN'],
  [() => uniform(-Infinity, 1), 'low must be a finite number, got -Infinity'],
  [() => uniform(0, NaN), 'high must be a finite number, got NaN'],
  [() => uniform(1, 0), 'low must be <= high, got low 1 and high 0'],
  [() => normal(NaN, 1), 'mean must be a finite number, got NaN'],
  [() => normal(0, -1), 'deviation must be a finite number >= 0, got -1'],
])('refuses bad bounds: %#', (make, message) => {
  expect(make).toThrow(new RangeError(message));
});

it('makes variables from specifications, in their order, from one stream', () => {
  const specs = {
    kernel: { shape: [2, 3], initializer: normal(0, 1) },
    kept: { shape: [4], initializer: uniform(5, 6), trainable: false },
  };
  const before = tf.memory().numTensors;
  const variables = createVariables(specs, RandomStream.fromSeed(8));
  expect(tf.memory().numTensors).toBe(before + 2);
  expect(Object.keys(variables)).toEqual(['kernel', 'kept']);
  expect([variables.kernel!.shape, variables.kept!.shape]).toEqual([[2, 3], [4]]);
  expect([variables.kernel!.trainable, variables.kept!.trainable]).toEqual([true, false]);
  const stream = RandomStream.fromSeed(8);
  expect(Array.from(variables.kernel!.dataSync())).toEqual(Array.from(normal(0, 1)(stream, [2, 3])));
  expect(Array.from(variables.kept!.dataSync())).toEqual(Array.from(uniform(5, 6)(stream, [4])));
  Object.values(variables).forEach((variable) => variable.dispose());
});
