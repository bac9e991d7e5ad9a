/**
 * On a problem so small that all sequences of choices can be written down, the expectation of the estimate is a sum, and
 * the expected reward a function that tfjs differentiates: they must agree.
 */
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { addressing, futureRewards, reinforce, shift } from '../../src/index.js';
import { numbers } from '../support/arbitraries.js';
import { expectClose } from '../support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const [TIME, TAPS, PLACES] = [3, 3, 4];
const SEQUENCES = TAPS ** TIME;
const scheme = addressing(shift({ taps: 'sample' }));
const memory = () => tf.zeros<tf.Rank.R3>([1, PLACES, 1]);

/** Every sequence of taps, as the noise that makes the scheme choose it: `[time][1, 1, taps]`. */
const sequences = Array.from({ length: SEQUENCES }, (_, index) =>
  Array.from({ length: TIME }, (_, time) => Math.floor(index / TAPS ** time) % TAPS),
);
const forcing = (tap: number) =>
  tf.tensor3d([[Array.from({ length: TAPS }, (_, t) => (t === tap ? 1e6 : 0))]]);

/**
 * A head walks over four places; its logits depend on the place, the time, and the weights. It earns what it reads
 * there, which depends on other weights.
 */
function walk(logits: tf.Tensor3D, values: tf.Tensor3D, taps: readonly number[]) {
  let weighting = tf.tensor3d([[[1, 0, 0, 0]]]);
  const steps = taps.map((tap, time) => {
    const emitted = {
      shift: tf.matMul(
        weighting,
        logits.slice([time * PLACES, 0, 0], [PLACES, TAPS, 1]).reshape([1, PLACES, TAPS]),
      ) as tf.Tensor3D,
    };
    const { weighting: next, ...chance } = scheme.choose({
      emitted,
      memory: memory(),
      previous: weighting,
      noise: { shift: forcing(tap) },
    });
    weighting = next;
    return { ...chance, reward: tf.sum(tf.mul(weighting, values)), place: weighting };
  });
  const column = (of: (step: (typeof steps)[number]) => tf.Tensor) =>
    tf.stack(steps.map((step) => of(step).reshape([1]))) as tf.Tensor2D;
  return {
    logProbability: column((step) => step.logProbability),
    entropy: column((step) => step.entropy),
    rewards: column((step) => step.reward),
    places: steps.map(({ place }) => place),
  };
}

const weights = (): [tf.Tensor3D, tf.Tensor3D] => {
  const random = RandomStream.fromSeed(8);
  // Rewards are positive, as those of right symbols are.
  return [numbers(random, [TIME * PLACES, TAPS, 1]), numbers(random, [1, 1, PLACES]).abs().add(1)];
};

const probability = (walked: ReturnType<typeof walk>) => tf.exp(tf.sum(walked.logProbability));

/** The gradient of the expected reward (and of the entropies), by differentiating the sum over all sequences. */
const exactGradients = (entropyWeight = 0) =>
  tf.grads((...args) =>
    tf
      .addN(
        sequences.map((taps) => {
          const walked = walk(args[0] as tf.Tensor3D, args[1] as tf.Tensor3D, taps);
          const earned = tf.add(tf.sum(walked.rewards), tf.mul(tf.sum(walked.entropy), entropyWeight));
          return tf.mul(probability(walked), earned);
        }),
      )
      .asScalar(),
  )(weights());

type Walked = ReturnType<typeof walk>;

/** The expectation of minus the estimate's gradient, and the variance of that of the logits, summed over them. */
function estimated(baseline: (walked: Walked) => tf.Tensor2D | undefined) {
  const each = sequences.map((taps) =>
    tf.tidy(() => {
      const gradients = tf.grads((...args) => {
        const walked = walk(args[0] as tf.Tensor3D, args[1] as tf.Tensor3D, taps);
        const expected = baseline(walked);
        return reinforce({ ...walked, ...(expected && { baseline: expected }) }).loss;
      })(weights());
      const chance = probability(walk(...weights(), taps)).arraySync() as number;
      return { gradients: gradients.map((g) => Array.from(g.neg().dataSync())), chance };
    }),
  );
  const mean = weights().map(({ size }, index) =>
    Array.from({ length: size }, (_, i) =>
      each.reduce((sum, { gradients, chance }) => sum + chance * gradients[index]![i]!, 0),
    ),
  );
  const squares = ([ofLogits]: readonly (readonly number[])[]) =>
    ofLogits!.reduce((sum, x) => sum + x * x, 0);
  const variance =
    each.reduce((sum, { gradients, chance }) => sum + chance * squares(gradients), 0) - squares(mean);
  return { mean, variance };
}

/** The exact expectation of what is earned from each step on, given the place before it: the best simple baseline. */
function valueBaseline(): (walked: Walked) => tf.Tensor2D {
  const all = sequences.map((taps) => {
    const walked = walk(...weights(), taps);
    return {
      chance: probability(walked).arraySync() as number,
      returns: Array.from(futureRewards(walked.rewards).dataSync()),
      before: [0, ...walked.places.map((place) => place.argMax(-1).dataSync()[0]!)],
    };
  });
  return (walked) => {
    const before = [0, ...walked.places.map((place) => place.argMax(-1).dataSync()[0]!)];
    const values = Array.from({ length: TIME }, (_, time) => {
      const alike = all.filter((other) => other.before[time] === before[time]);
      const total = alike.reduce((sum, { chance }) => sum + chance, 0);
      return [alike.reduce((sum, { chance, returns }) => sum + chance * returns[time]!, 0) / total];
    });
    return tf.tensor2d(values);
  };
}

describe('the expectation of the estimate is the gradient of the expected reward', () => {
  const agree = (mean: readonly number[][], exact: readonly tf.Tensor[]) =>
    exact.forEach((gradient, index) => expectClose(gradient, mean[index], 1e-4));

  it('without a baseline', () => agree(estimated(() => undefined).mean, exactGradients()));

  it('with a baseline that depends on the step alone', () =>
    agree(estimated(() => tf.tensor2d([[5], [-3], [1]])).mean, exactGradients()));

  it('with a baseline that depends on what was chosen before', () =>
    agree(estimated(valueBaseline()).mean, exactGradients()));

  it('and not with a baseline that knows the choice: the check would notice', () => {
    const { mean } = estimated((walked) => walked.rewards);
    const [exact] = exactGradients();
    const apart = Array.from(exact!.dataSync()).map((value, i) => Math.abs(value - mean[0]![i]!));
    expect(Math.max(...apart)).toBeGreaterThan(0.01);
  });
});

it('has less than half the variance with the baseline of expected returns', () => {
  const without = estimated(() => undefined).variance;
  const withValues = estimated(valueBaseline()).variance;
  expect(withValues).toBeLessThan(without / 2);
});

it('a gradient that the rewards themselves have is followed, and scales with the batch as a mean', () => {
  const values = tf.tensor2d([
    [1, 2],
    [3, 4],
  ]);
  const gradient = tf.grad(
    (rewards) => reinforce({ logProbability: tf.zeros([2, 2]), rewards: rewards as tf.Tensor2D }).loss,
  )(values);
  expectClose(gradient, [
    [-0.5, -0.5],
    [-0.5, -0.5],
  ]);
});

it('sums the rewards that come with a step or after it, by hand', () => {
  expectClose(
    futureRewards(
      tf.tensor2d([
        [1, 0],
        [2, 5],
        [4, 1],
      ]),
    ),
    [
      [7, 6],
      [6, 6],
      [4, 1],
    ],
  );
});

it('pays for entropy', () => {
  const gradient = tf.grad(
    (entropy) =>
      reinforce({
        logProbability: tf.zeros([2, 1]),
        rewards: tf.zeros([2, 1]),
        entropy: entropy as tf.Tensor2D,
        entropyWeight: 0.25,
      }).loss,
  )(tf.ones([2, 1]));
  expectClose(gradient, [[-0.25], [-0.25]]);
});

it('soft use of the shift distribution is the expectation of hard moves, over several steps', () => {
  const random = RandomStream.fromSeed(4);
  const taps = Array.from({ length: TIME }, () => numbers(random, [1, 1, TAPS]));
  const soft = addressing(shift({ taps: 'soft' }));
  let expected = tf.tensor3d([[[0.5, 0.5, 0, 0]]]);
  for (const tap of taps)
    expected = soft.address({ emitted: { shift: tap }, memory: memory(), previous: expected });
  const hard = sequences.map((sequence) => {
    let weighting = tf.tensor3d([[[0.5, 0.5, 0, 0]]]);
    let chance = tf.scalar(0);
    sequence.forEach((tap, time) => {
      const choice = scheme.choose({
        emitted: { shift: taps[time]! },
        memory: memory(),
        previous: weighting,
        noise: { shift: forcing(tap) },
      });
      weighting = choice.weighting;
      chance = tf.add(chance, choice.logProbability.reshape([]));
    });
    return tf.mul(weighting, tf.exp(chance));
  });
  expectClose(tf.addN(hard), expected.arraySync());
});

it('says what does not fit', () => {
  const rewards = tf.zeros<tf.Rank.R2>([2, 3]);
  const fits = { logProbability: tf.zeros<tf.Rank.R2>([2, 3]), rewards };
  expect(() => reinforce({ ...fits, logProbability: tf.zeros([3, 2]) })).toThrow(
    'logProbability must have the shape [time 2, batch 3], got [3, 2]',
  );
  expect(() => reinforce({ ...fits, baseline: tf.zeros([2, 1]) })).toThrow('baseline must have the shape');
  expect(() => reinforce({ ...fits, entropyWeight: 1 })).toThrow('entropyWeight needs the entropy');
  expect(() => reinforce({ ...fits, entropyWeight: -1 })).toThrow('entropyWeight must be');
});
