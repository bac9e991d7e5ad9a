import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { argmax, type Choice, drawNoise, sample } from '../../src/index.js';
import { masks, numbers, sizes, stageInput } from '../support/arbitraries.js';
import { array3, expectClose } from '../support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const memory = () => tf.zeros<tf.Rank.R3>([1, 1, 1]);

const drawn = (weighting: tf.Tensor3D, noise: tf.Tensor3D, mask?: tf.Tensor2D) =>
  sample().apply(
    {},
    { weighting, previous: weighting, memory: memory(), noise, ...(mask && { mask }) },
  ) as Choice;

const largest = (weighting: tf.Tensor3D) =>
  argmax().apply({}, { weighting, previous: weighting, memory: memory() }) as Choice;

const gumbel = (random: RandomStream, batch: number, heads: number, places: number) =>
  drawNoise({ sample: sample().noise!(places) }, batch, heads, random).sample!;

describe('sample', () => {
  it('draws each place as often as its weight says, and never one without weight', () => {
    const random = RandomStream.fromSeed(5);
    const weights = [0.5, 0, 0.3, 0.2, 0];
    const batch = 4000;
    const weighting = tf.tile(tf.tensor3d([[weights]]), [batch, 1, 1]);
    const { weighting: chosen, logProbability } = drawn(weighting, gumbel(random, batch, 1, 5));
    // Five standard deviations of the mean of 4000 draws: 5 * sqrt(0.25 / 4000) = 0.04.
    expectClose(chosen.mean([0, 1]), weights, 0.04);
    expect(chosen.mean([0, 1]).arraySync()).toMatchObject({ 1: 0, 4: 0 });
    expectClose(
      logProbability,
      array3(chosen).map(([row]) => Math.log(weights[row!.indexOf(1)]!)),
    );
  });

  it('chooses the place whose log weight plus noise is largest', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { random, weighting } = stageInput(size);
        const noise = gumbel(random, size.batch, size.heads, size.places);
        const [w, n] = [array3(weighting), array3(noise)];
        const places = w.map((heads, b) =>
          heads.map((row, h) => {
            const scores = row.map((weight, p) => Math.log(weight) + n[b]![h]![p]!);
            return scores.indexOf(Math.max(...scores));
          }),
        );
        const { weighting: chosen, logProbability } = drawn(weighting, noise);
        expectClose(
          chosen,
          w.map((heads, b) => heads.map((row, h) => row.map((_, p) => (p === places[b]![h] ? 1 : 0)))),
        );
        expectClose(
          logProbability,
          w.map((heads, b) => heads.map((row, h) => Math.log(row[places[b]![h]!]!))),
        );
      }),
    );
  });

  it('takes the largest weight where the noise is zero', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { weighting } = stageInput(size);
        const [still, hard] = [drawn(weighting, tf.zerosLike(weighting)), largest(weighting)];
        expect(still.weighting.arraySync()).toEqual(hard.weighting.arraySync());
        expect(still.logProbability.arraySync()).toEqual(hard.logProbability.arraySync());
      }),
    );
  });

  it('scales the probability of a weighting that does not sum to one', () => {
    const { logProbability } = largest(tf.tensor3d([[[0.1, 0.3]]]));
    expectClose(logProbability, [[Math.log(0.75)]]);
  });

  it('never chooses padding', () => {
    fc.assert(
      fc.property(sizes, fc.boolean(), (size, empty) => {
        const { random, weighting } = stageInput(size);
        const mask = masks(random, size.batch, size.places);
        const given = empty ? tf.zerosLike(weighting) : weighting;
        const noise = gumbel(random, size.batch, size.heads, size.places);
        const { weighting: chosen, logProbability } = drawn(given, noise, mask);
        expectClose(chosen.mul(mask.expandDims(1)).sum(-1), tf.ones([size.batch, size.heads]).arraySync(), 0);
        expect(Array.from(logProbability.dataSync()).every((value) => value <= 1e-6 && value > -100)).toBe(
          true,
        );
      }),
    );
  });

  it('has a gradient through the log-probability alone', () => {
    const weighting = tf.tensor3d([[[0.5, 0.2, 0.3]]]);
    const noise = tf.tensor3d([[[0, 0, 9]]]);
    const through = (part: (choice: Choice) => tf.Tensor) =>
      tf.grad((w: tf.Tensor) =>
        part(drawn(w as tf.Tensor3D, noise))
          .mul(tf.scalar(2))
          .sum(),
      )(weighting);
    expectClose(
      through(({ weighting: chosen }) => chosen),
      [[[0, 0, 0]]],
    );
    // d log(w_2 / sum w): 1 / w_2 - 1 at the choice, -1 elsewhere; times 2.
    expectClose(
      through(({ logProbability }) => logProbability),
      [[[-2, -2, 2 / 0.3 - 2]]],
    );
  });

  it('adds log-probability gradients that estimate the gradient of an expectation', () => {
    // REINFORCE: E[R grad log p] equals grad sum_i p_i R_i; the expectation is enumerated exactly.
    const logits = tf.tensor1d([0.3, -0.5, 1.1]);
    const rewards = [1, -2, 4];
    const exact = tf.grad((l: tf.Tensor) => l.softmax().mul(tf.tensor1d(rewards)).sum())(logits);
    const p = logits.softmax().arraySync() as number[];
    const estimate = rewards.map((reward, choice) => {
      const noise = tf.oneHot(tf.tensor2d([[choice]], [1, 1], 'int32'), 3, 1e3, 0, 'float32') as tf.Tensor3D;
      const slope = tf.grad((l: tf.Tensor) =>
        drawn(l.softmax().reshape([1, 1, 3]), noise).logProbability.sum(),
      )(logits);
      return slope.mul(p[choice]! * reward);
    });
    expectClose(tf.addN(estimate), exact.arraySync(), 1e-5);
  });

  it('says what it needs', () => {
    expect(sample().noise!(8)).toEqual({ size: 8, distribution: 'gumbel' });
    expect([sample().emits(4), argmax().emits(4), argmax().noise]).toEqual([{}, {}, undefined]);
  });

  it('takes extreme weights without producing a number that is not finite', () => {
    const random = RandomStream.fromSeed(2);
    const weighting = numbers(random, [2, 2, 4], 1e4).softmax();
    const { logProbability } = drawn(weighting, gumbel(random, 2, 2, 4));
    expect(Array.from(logProbability.dataSync()).every(Number.isFinite)).toBe(true);
  });
});
