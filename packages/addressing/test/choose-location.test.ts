import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { chooseLocation } from '../src/index.js';
import { numbers } from './support/arbitraries.js';
import { array3, expectClose } from './support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const density = (x: number, mean: number, deviation: number) =>
  Math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));

it('is mean plus noise, with the logarithm of the normal density', () => {
  const random = RandomStream.fromSeed(1);
  const [mean, noise] = [numbers(random, [3, 2, 2]), numbers(random, [3, 2, 2])];
  const { location, logProbability } = chooseLocation(mean, 0.3, noise);
  const [m, n] = [array3(mean), array3(noise)];
  expectClose(
    location,
    m.map((heads, b) => heads.map((row, h) => row.map((x, d) => x + 0.3 * n[b]![h]![d]!))),
  );
  expectClose(
    logProbability,
    m.map((heads, b) =>
      heads.map((row, h) =>
        row.reduce((sum, x, d) => sum + Math.log(density(x + 0.3 * n[b]![h]![d]!, x, 0.3)), 0),
      ),
    ),
    1e-4,
  );
});

it('is the mean without noise', () => {
  const mean = numbers(RandomStream.fromSeed(2), [2, 1, 2]);
  expectClose(chooseLocation(mean, 0.5).location, array3(mean));
});

it('has the score (x - mean) / deviation^2 as its gradient, and none through the location', () => {
  const random = RandomStream.fromSeed(3);
  const [mean, noise] = [numbers(random, [2, 1, 2]), numbers(random, [2, 1, 2])];
  const gradient = tf.grad((m) => chooseLocation(m as tf.Tensor3D, 0.5, noise).logProbability.sum())(mean);
  expectClose(
    gradient,
    array3(noise).map((heads) => heads.map((row) => row.map((x) => x / 0.5))),
    1e-4,
  );
});

it('says what is out of range', () => {
  const mean = tf.zeros<tf.Rank.R3>([2, 1, 2]);
  expect(() => chooseLocation(mean, 0)).toThrow('deviation must be a finite number > 0, got 0');
  expect(() => chooseLocation(mean, 1, tf.zeros([1, 1, 2]))).toThrow('noise must have the shape');
});
