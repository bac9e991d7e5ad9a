import {
  constant,
  eraseAdd,
  type InitialState,
  initialWeighting,
  normal,
  read,
  tape,
  type WriteRule,
} from '@loci/addressing';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import {
  type Compile,
  type CompiledLawOptions,
  initialStateLaws,
  type InitialStateLawOptions,
  type Reading,
  readingLaws,
  writeLaws,
} from '../src/index.js';
import { namesOfBroken } from './support/broken-laws.js';
import { withGradient } from './support/stages.js';

beforeAll(useTestBackend);

const RUNS = 50;
const eager: Compile = (fn) => fn;

/** An engine whose program has the first numbers in it. */
const bakesIn: Compile = (fn) => {
  let result: ReturnType<typeof fn> | undefined;
  return (...args) => (result ??= fn(...args));
};

const sound = eraseAdd({ squash: 'none' });

/** The sound rule with something done to what it is given, or to the memory it makes. */
const rule = (parts: {
  emits?: WriteRule['emits'];
  before?: (input: Parameters<WriteRule['apply']>[1]) => Parameters<WriteRule['apply']>[1];
  after?: (memory: tf.Tensor3D) => tf.Tensor3D;
}): WriteRule => {
  const { emits = sound.emits, before = (input) => input, after = (memory) => memory } = parts;
  return { name: 'custom', emits, apply: (emitted, input) => after(sound.apply(emitted, before(input))) };
};

describe('write rules', () => {
  it('a sound one breaks no law', () => {
    expect(namesOfBroken(writeLaws(sound, { runs: RUNS, compile: eager }))).toEqual([]);
  });

  test.each<[fault: string, law: string, rule: WriteRule, options?: CompiledLawOptions]>([
    [
      'names that depend on the width',
      'emits the same names at every width',
      rule({ emits: (width) => (width > 9 ? { other: width } : sound.emits(width)) }),
    ],
    [
      'a memory that fades',
      'a place that no head addresses keeps what it holds',
      rule({ after: (memory) => tf.mul(memory, 0.99) }),
    ],
    [
      'exponentials that overflow',
      'results are finite for every finite input',
      rule({ after: (memory) => tf.log(tf.exp(memory)) }),
    ],
    [
      'a root without a floor',
      'gradients are finite for every finite input',
      rule({ after: (memory) => tf.mul(tf.sign(memory), tf.square(tf.sqrt(tf.abs(memory)))) }),
    ],
    [
      'a gradient that is negated',
      'gradients match finite differences',
      rule({ after: (memory) => withGradient(memory, tf.neg) }),
    ],
    [
      'weights shared by the batch',
      'batch rows are independent',
      rule({
        before: ({ weighting, memory }) => ({
          weighting: tf.mul(weighting, tf.sub(1, tf.mean(weighting, 0, true))),
          memory,
        }),
      }),
    ],
    [
      'a first head that is preferred',
      'the order of the heads does not matter',
      rule({
        before: ({ weighting, memory }) => {
          const [, heads] = weighting.shape;
          const preference = tf.reshape(tf.div(1, tf.range(1, heads + 1)), [1, heads, 1]);
          return { weighting: tf.mul(weighting, preference), memory };
        },
      }),
    ],
    [
      'a first place that is preferred',
      'permuting the places permutes the result',
      rule({
        before: ({ weighting, memory }) => ({
          weighting: tf.div(weighting, tf.range(1, weighting.shape[2] + 1)),
          memory,
        }),
      }),
    ],
    [
      'randomness without a seed',
      'the same inputs and noise give the same result',
      rule({
        before: ({ weighting, memory }) => ({
          weighting: tf.mul(weighting, tf.randomUniform(weighting.shape)),
          memory,
        }),
      }),
    ],
    [
      'a tensor that is kept',
      'no tensor is left behind and no argument touched',
      rule({ after: (memory) => tf.keep(tf.clone(memory)) }),
    ],
    [
      'an engine that bakes numbers in',
      'the compiled form equals the eager form',
      sound,
      { compile: bakesIn },
    ],
  ])('%s', (_fault, law, write, options = {}) => {
    expect(namesOfBroken(writeLaws(write, { runs: RUNS, ...options }))).toEqual([law]);
  });
});

describe('reading', () => {
  it('that of the core breaks no law', () => {
    expect(namesOfBroken(readingLaws(read, { runs: RUNS, compile: eager }))).toEqual([]);
  });

  const uneven: Reading = (weighting, memory) => read(tf.square(weighting), memory);
  const doubled: Reading = (weighting, memory) => tf.mul(read(weighting, memory), 2);
  const normalised: Reading = (weighting, memory) =>
    tf.div(read(weighting, memory), tf.sum(weighting, -1, true));
  const leaky: Reading = (weighting, memory) =>
    read(tf.add(weighting, tf.mul(0.1, tf.sub(tf.mean(weighting, 1, true), weighting))), memory);

  test.each<[fault: string, laws: string[], reading: Reading]>([
    ['weights that are squared', ['soft reading is the expectation of hard reading'], uneven],
    ['reads twice as large', ['all weight on one place reads what lies there'], doubled],
    ['a sum that may be 0', ['results are finite for every finite input'], normalised],
    ['a leak across the heads', ['heads are independent'], leaky],
  ])('%s', (_fault, laws, reading) => {
    expect(namesOfBroken(readingLaws(reading, { runs: RUNS }))).toEqual(laws);
  });
});

describe('initial states', () => {
  it('those of the core break no law', () => {
    for (const init of ['constant', 'uniform', 'learned'] as const) {
      const state = tape({ places: 4, width: 3, init });
      expect(namesOfBroken(initialStateLaws(state, { runs: RUNS, name: 'tape' }))).toEqual([]);
    }
    for (const kind of ['one-hot', 'uniform', 'learned'] as const) {
      const state = initialWeighting({ heads: 2, places: 4, kind });
      expect(namesOfBroken(initialStateLaws(state, { runs: RUNS, weighting: true }))).toEqual([]);
    }
  });

  const learned = tape({ places: 4, width: 3, init: 'learned' });
  let seed = 0;

  test.each<[fault: string, law: string, state: InitialState, options?: InitialStateLawOptions]>([
    [
      'rows that differ',
      'every batch row begins alike, whatever the batch',
      {
        ...learned,
        initial: (batch, weights) =>
          tf.add(learned.initial(batch, weights), tf.reshape(tf.range(0, batch), [batch, 1, 1])),
      },
    ],
    [
      'a batch that is ignored',
      'every batch row begins alike, whatever the batch',
      { ...learned, initial: (_batch, weights) => learned.initial(1, weights) },
    ],
    [
      'weights drawn by themselves',
      'the same seed gives the same numbers',
      {
        ...learned,
        weights: {
          memory: {
            shape: [4, 3],
            initializer: (_random, shape) => normal(0, 1)(RandomStream.fromSeed(seed++), shape),
          },
        },
      },
    ],
    [
      'a gradient that is cut off',
      'gradients match finite differences',
      {
        ...learned,
        initial: (batch, weights) => withGradient(learned.initial(batch, weights), tf.zerosLike),
      },
    ],
    [
      'the variable itself',
      'no tensor is left behind and no argument touched',
      {
        weights: { memory: { shape: [1, 4, 3], initializer: constant(1) } },
        initial: (batch, weights) =>
          (batch === 1 ? weights!.memory : tf.tile(weights!.memory, [batch, 1, 1])) as tf.Tensor3D,
      },
    ],
    ['logits for weights', 'weights are at least 0 and sum to one', learned, { weighting: true }],
  ])('%s', (_fault, law, state, options = {}) => {
    expect(namesOfBroken(initialStateLaws(state, { runs: RUNS, ...options }))).toEqual([law]);
  });
});
