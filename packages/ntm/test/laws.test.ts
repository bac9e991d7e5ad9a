/** The models, with every option that changes what they compute, under the laws that users' own cells must obey. */
import { addressing, content, eraseAdd } from '@loci/addressing';
import type { StageFactory } from '@loci/addressing';
import { checkLaws, cellLaws, schemeLaws } from '@loci/laws';
import * as tf from '@tensorflow/tfjs';
import { LSTMBaseline, NTM } from '../src/index.js';
import type { NTMOptions } from '../src/index.js';

// A hundred thousand tiny kernels: a native library pays more for calling each than it saves.
beforeAll(() => tf.setBackend('cpu'));

const small = {
  inputSize: 3,
  outputSize: 2,
  places: 6,
  width: 4,
  controller: { kind: 'lstm', units: 5 },
} as const satisfies Partial<NTMOptions>;

/** Inputs for each law: there are many cells, and each input is a run over time. */
const RUNS = 10;

/** A stage of a user: where the heads were before keeps a share of the weight. */
const recency: StageFactory = () => ({
  name: 'recency',
  emits: () => ({ decay: 1 }),
  apply: ({ decay }, { weighting, previous }) => {
    const share = tf.sigmoid(decay!);
    return tf.div(tf.add(weighting, tf.mul(share, previous)), tf.add(1, share));
  },
});

const variants: Record<string, Partial<NTMOptions>> = {
  'the defaults': {},
  'a feed-forward controller': { controller: { kind: 'feed-forward', units: 5 } },
  'a GRU of two layers': { controller: { kind: 'gru', units: 4, layers: 2 } },
  'an LSTM with skip connections and a learned state': {
    controller: { kind: 'lstm', units: 4, layers: 2, skipConnections: true, initialState: 'learned' },
  },
  'heads fed by the cell state of the top layer': {
    headSource: 'cell',
    controller: { kind: 'lstm', units: 4, layers: 2 },
  },
  'several heads': { readHeads: 2, writeHeads: 3 },
  'a wide shift': { shiftRange: 2 },
  'an interpolating write': { writeRule: 'interpolating' },
  'a write rule of its own': { writeRule: eraseAdd({ squash: 'none' }) },
  'a learned memory, weighting and read': {
    memory: { init: 'learned' },
    initialWeighting: { kind: 'learned' },
    initialRead: 'learned',
  },
  'a uniform memory': { memory: { init: 'uniform', scale: 0.5 } },
  "a user's scheme": { addressing: addressing(content(), recency()) },
  'a scheme with trained weights': {
    addressing: addressing(content({ similarity: 'additive', units: 3 })),
    // A memory of equal places stays one under a scheme that looks at content alone: nothing to learn.
    memory: { init: 'uniform', scale: 1 },
  },
  'clipped outputs': { outputClip: 50 },
};

describe.each(Object.entries(variants))('a Neural Turing Machine with %s', (_name, options) => {
  const laws = cellLaws((seed) => new NTM({ ...small, ...options, seed }), { name: 'NTM', runs: RUNS });
  test.each(laws)('$name', ({ check }) => check());
});

describe('the LSTM baseline', () => {
  const make = (seed: number) => new LSTMBaseline({ inputSize: 3, outputSize: 2, units: 4, seed });
  test.each(cellLaws(make, { name: 'LSTM baseline', runs: RUNS }))('$name', ({ check }) => check());
});

test("the user's scheme is sound by itself", () => checkLaws(schemeLaws(addressing(content(), recency()))));
