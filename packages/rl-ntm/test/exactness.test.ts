/**
 * A problem so small that every sequence of choices can be written down, with the probability of each: the expectation of
 * the estimated gradient must be the gradient of the expectation.
 */
import { jit } from '@loci/jit';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { RLNTM, play, reinforced } from '../src/index.js';
import type { Episode, Learner, LearnerOptions, Played } from '../src/index.js';
import { episodeOf, scatter } from './support/episodes.js';

jest.setTimeout(120_000);
beforeAll(() => tf.setBackend('cpu'));

const SYMBOLS = 2;
const TIME = 3;
const instance = { surface: [[1, 2]], start: [0, 0], target: [2, 1], steps: TIME } as const;
/** Where the input head goes, where the memory head goes, and whether to write. */
const CHOICES = [2, 3, 2];
const PER_STEP = 12;
const SEQUENCES = PER_STEP ** TIME;

function model(): RLNTM {
  const machine = new RLNTM({
    symbols: SYMBOLS,
    moves: [
      [0, 0],
      [0, 1],
    ],
    units: 2,
    width: 2,
    // All that is drawn below decides alone.
    holding: 0,
    inertia: 0,
    seed: 1,
  });
  scatter(machine.variables, 11);
  return machine;
}

/** The noise that makes a machine choose the sequences of these numbers: `[time, sequences, 7]`. */
function forcing(sequences: readonly number[]): tf.Tensor3D {
  const steps = Array.from({ length: TIME }, (_, time) =>
    sequences.map((sequence) => {
      let rest = Math.floor(sequence / PER_STEP ** time) % PER_STEP;
      return CHOICES.flatMap((size) => {
        const choice = rest % size;
        rest = Math.floor(rest / size);
        return Array.from({ length: size }, (_, option) => (option === choice ? 1e6 : 0));
      });
    }),
  );
  return tf.tensor3d(steps);
}

const all = Array.from({ length: SEQUENCES }, (_, index) => index);
const repeated = (times: number) => episodeOf(Array.from({ length: times }, () => instance));

/**
 * The probability of each sequence: that of the choices that had an effect, shared among all sequences that differ only
 * in choices that had none.
 */
function probabilities(machine: RLNTM) {
  const played = play(machine, repeated(SEQUENCES), forcing(all));
  const forced = tf.cast(tf.greaterEqual(played.outputsLeft, played.stepsLeft), 'float32');
  // Without effect: all choices after the end, and whether to write where writing is forced.
  const alike = tf.add(
    tf.mul(tf.sub(1, played.going), Math.log(PER_STEP)),
    tf.mul(tf.mul(played.going, forced), Math.log(2)),
  );
  return { played, chances: tf.exp(tf.sum(tf.sub(played.logProbability, alike), 0)) };
}

type Gradients = Record<string, tf.Tensor>;

const byName = (machine: RLNTM, grads: Gradients): Gradients =>
  Object.fromEntries(
    Object.entries(machine.variables).flatMap(([name, variable]) =>
      grads[variable.name] ? [[name, grads[variable.name]]] : [],
    ),
  );

/** 1 for each symbol that counts, `[time, sequences]`: all of them, or those up to the first wrong one that are not forced. */
function counting(played: Played, endsAtMistake: boolean): tf.Tensor {
  const [wrote, wasRight] = [played.writes.arraySync(), played.right.arraySync()];
  const [outputs, steps] = [played.outputsLeft.arraySync(), played.stepsLeft.arraySync()];
  const spoiled = (time: number, sequence: number) =>
    outputs[time][sequence] >= steps[time][sequence] ||
    wrote.slice(0, time).some((row, step) => row[sequence] > wasRight[step][sequence]);
  return tf.tensor(
    wrote.map((row, time) => row.map((_, index) => (endsAtMistake && spoiled(time, index) ? 0 : 1))),
  );
}

/** The gradient of minus the expected number of right symbols, plus that of the expected cross-entropy with the chances as they are. */
function exact(machine: RLNTM, endsAtMistake: boolean): Gradients {
  const now = probabilities(machine);
  const counts = counting(now.played, endsAtMistake);
  const { grads } = tf.variableGrads(() => {
    const { played, chances } = probabilities(machine);
    const earned = tf.sum(tf.mul(chances, tf.sum(tf.mul(counts, played.right), 0)));
    const crossEntropy = tf.neg(tf.sum(tf.mul(now.chances, tf.sum(tf.mul(counts, played.logLikelihood), 0))));
    return tf.sub(crossEntropy, earned) as tf.Scalar;
  }, Object.values(machine.variables));
  return byName(machine, grads);
}

/** The expectation of the estimate, and the variance of the part that chance plays a role in: the weights of the choices. */
function estimated(machine: RLNTM, learner: Learner) {
  const means = Object.values(learner.memory);
  const chances = Array.from(probabilities(machine).chances.dataSync());
  const episode = repeated(1);
  const gradients = jit((episode: Episode, noise: tf.Tensor3D) =>
    byName(
      machine,
      tf.variableGrads(
        () => learner.learn(episode, noise, tf.scalar(0)).loss,
        Object.values(machine.variables),
      ).grads,
    ),
  );
  const meansNow = means.map((variable) => tf.clone(variable));
  const sums: Record<string, Float64Array> = {};
  let squares = 0;
  for (const sequence of all) {
    // An expectation is over the choices, with the baseline as it is; a running one moves with every episode.
    means.forEach((variable, index) => variable.assign(meansNow[index]));
    tf.tidy(() => {
      for (const [name, gradient] of Object.entries(gradients(episode, forcing([sequence])))) {
        const values = gradient.dataSync();
        sums[name] ??= new Float64Array(values.length);
        values.forEach((value, index) => {
          sums[name][index] += chances[sequence] * value;
          if (name.startsWith('choices/')) squares += chances[sequence] * value ** 2;
        });
      }
    });
  }
  gradients.dispose();
  const ofChoices = ['choices/kernel', 'choices/bias'].flatMap((name) => [...sums[name]]);
  return { sums, variance: squares - ofChoices.reduce((sum, value) => sum + value ** 2, 0) };
}

type Baseline = NonNullable<LearnerOptions['baseline']>;

const baselines: readonly Baseline[] = ['none', 'running', 'network'];

/** A learner whose baseline has learned from many drawn episodes. */
function experienced(machine: RLNTM, baseline: Baseline, endsAtMistake: boolean): Learner {
  const learner = reinforced({ model: machine, baseline, endsAtMistake, baselineUnits: 6, seed: 3 });
  const trained = Object.values(learner.groups['baseline']?.variables ?? {});
  const optimizer = tf.train.adam(0.05);
  const random = RandomStream.fromSeed(5);
  const episode = repeated(64);
  for (let round = 0; round < 60; round++) {
    tf.tidy(() => {
      const noise = tf.tensor3d(
        Float32Array.from({ length: TIME * 64 * 7 }, () => random.gumbel()),
        [TIME, 64, 7],
      );
      const learn = () => learner.learn(episode, noise, tf.scalar(0)).loss;
      if (trained.length > 0) optimizer.minimize(learn, false, trained);
      else if (baseline === 'running') learn();
    });
  }
  optimizer.dispose();
  return learner;
}

test('the probabilities of all sequences sum to one', () => {
  const { chances } = probabilities(model());
  expect(chances.sum().arraySync()).toBeCloseTo(1, 5);
});

function expectExact(machine: RLNTM, baseline: Baseline, endsAtMistake: boolean): { variance: number } {
  const wanted = exact(machine, endsAtMistake);
  const { sums, variance } = estimated(machine, experienced(machine, baseline, endsAtMistake));
  expect(Object.keys(sums)).toEqual(Object.keys(wanted));
  for (const [name, gradient] of Object.entries(wanted)) {
    const [values, expected] = [sums[name], gradient.dataSync()];
    const scale = Math.max(...expected.map(Math.abs), 0.1);
    values.forEach((value, index) => expect(Math.abs(value - expected[index]) / scale).toBeLessThan(1e-4));
  }
  return { variance };
}

test('the expected estimate is the exact gradient with every baseline, and baselines lower the variance', () => {
  const machine = model();
  const variances = baselines.map((baseline) => expectExact(machine, baseline, false).variance);
  const [none, running, network] = variances;
  expect(running).toBeLessThan(none);
  expect(network).toBeLessThan(none);
});

test('so it is where an episode ends with the first mistake', () => {
  expectExact(model(), 'network', true);
});
