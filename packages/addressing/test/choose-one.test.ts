import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { chooseOne, detached, drawNoise } from '../src/index.js';
import { numbers } from './support/arbitraries.js';
import { array3, build, expectClose, softmax } from './support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const logitSizes = fc.record({
  batch: fc.integer({ min: 1, max: 3 }),
  heads: fc.integer({ min: 1, max: 3 }),
  choices: fc.integer({ min: 1, max: 6 }),
  seed: fc.nat(),
});

describe('chooseOne', () => {
  it('takes the largest of logits plus noise, and tells its log-probability', () => {
    fc.assert(
      fc.property(logitSizes, fc.boolean(), ({ batch, heads, choices, seed }, noisy) => {
        const random = RandomStream.fromSeed(seed);
        const logits = numbers(random, [batch, heads, choices], 2);
        const noise = noisy ? numbers(random, [batch, heads, choices]) : undefined;
        const [l, n] = [array3(logits), noise && array3(noise)];
        const { chosen, logProbability } = chooseOne(logits, noise);
        const best = l.map((rows, b) =>
          rows.map((row, h) => {
            const scores = row.map((logit, i) => logit + (n?.[b]![h]![i] ?? 0));
            return scores.indexOf(Math.max(...scores));
          }),
        );
        expect(array3(chosen)).toEqual(build(logits.shape, (b, h, i) => (i === best[b]![h] ? 1 : 0)));
        expectClose(
          logProbability,
          l.map((rows, b) => rows.map((row, h) => Math.log(softmax(row)[best[b]![h]!]!))),
        );
      }),
    );
  });

  it('takes the first of equals', () => {
    expect(array3(chooseOne(tf.tensor3d([[[1, 3, 3]]])).chosen)).toEqual([[[0, 1, 0]]]);
  });

  it('is sure where there is one choice, with a zero gradient', () => {
    const logits = tf.tensor3d([[[7]], [[-1e9]]]);
    const { chosen, logProbability } = chooseOne(logits);
    expect(array3(chosen)).toEqual([[[1]], [[1]]]);
    expectClose(logProbability, [[0], [0]]);
    const slope = tf.grad((l: tf.Tensor) => chooseOne(l as tf.Tensor3D).logProbability.sum())(logits);
    expectClose(slope, [0, 0]);
  });
});

describe('detached', () => {
  it('gives what it computes, and no gradient', () => {
    const x = tf.tensor1d([1, 2, 3]);
    expectClose(detached(x, (values) => values.square()), [1, 4, 9]); // prettier-ignore
    // x * detached(x^2) has the derivative x^2.
    const slope = tf.grad((y: tf.Tensor) => y.mul(detached(y, (values) => values.square())).sum())(x);
    expectClose(slope, [1, 4, 9]);
  });

  it('works where its input is freed before the gradient is taken', () => {
    const slope = tf.grad((x: tf.Tensor) =>
      tf.tidy(() => {
        const doubled = x.mul(2);
        return doubled.add(detached(doubled, (values) => values.sum()));
      }),
    )(tf.tensor1d([1, 2]));
    expectClose(slope, [2, 2]);
  });
});

describe('drawNoise', () => {
  const specs = {
    sample: { size: 3, distribution: 'gumbel' },
    location: { size: 2, distribution: 'normal' },
    drop: { size: 1, distribution: 'uniform' },
  } as const;

  it('draws what the stages ask for, one after the other from one stream', () => {
    const noise = drawNoise(specs, 2, 4, RandomStream.fromSeed(3));
    expect(Object.entries(noise).map(([name, { shape }]) => [name, shape])).toEqual([
      ['sample', [2, 4, 3]],
      ['location', [2, 4, 2]],
      ['drop', [2, 4, 1]],
    ]);
    const random = RandomStream.fromSeed(3);
    const expected = [
      ...Array.from({ length: 24 }, () => random.gumbel()),
      ...Array.from({ length: 16 }, () => random.normal()),
      ...Array.from({ length: 8 }, () => random.uniform()),
    ];
    expectClose(tf.concat(Object.values(noise).map((part) => part.flatten())), expected);
  });

  it('draws nothing where nothing is wanted', () => {
    const random = RandomStream.fromSeed(3);
    const { state } = random;
    expect(drawNoise({}, 2, 2, random)).toEqual({});
    expect(random.state).toEqual(state);
  });
});
