/** Stages with one fault each, and the laws that catch it. */
import { detached, interpolate, type Stage } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import { closedGate, type Compile, openGate, shiftedBy, type StageLawOptions } from '../../src/index.js';
import {
  after,
  before,
  byHand,
  drawn,
  fromLogits,
  notDrawn,
  piledUp,
  ring,
  sound,
  turned,
  withGradient,
} from './stages.js';

/** What a shift around a ring promises. */
export const inRing = { symmetry: 'rotation', masks: false, limits: shiftedBy(1, 'circular') } as const;

/** What is left as it is. */
export const same = (tensor: tf.Tensor2D): tf.Tensor2D => tensor;

export interface Fault {
  readonly fault: string;
  readonly stage: Stage;
  readonly breaks: readonly string[];
  readonly options?: StageLawOptions;
}

const dot = ({ key }: Record<string, tf.Tensor3D>, memory: tf.Tensor3D): tf.Tensor3D =>
  tf.matMul(key, memory, false, true);

const emitting = (emits: Stage['emits']): Stage =>
  fromLogits((emitted, { memory }) => dot(emitted, memory), { emits });

const meanOver = (tensor: tf.Tensor, axis: number): tf.Tensor => tf.mean(tensor, axis, true);

/** 0, 1, 2, ... along the places. */
const numbered = ({ shape }: tf.Tensor3D): tf.Tensor => tf.range(0, shape[2]);

/** An engine whose program has the first numbers in it. */
const bakesIn: Compile = (fn) => {
  let result: ReturnType<typeof fn> | undefined;
  return (...args) => (result ??= fn(...args));
};

let calls = 0;

export const faults: readonly Fault[] = [
  {
    fault: 'names that depend on the width',
    stage: emitting((width) => ({ [width > 20 ? 'wide' : 'key']: width })),
    breaks: ['emits the same names at every width'],
  },
  {
    fault: 'half a value emitted',
    stage: emitting((width) => ({ key: width > 20 ? width / 2 : width })),
    breaks: ['emits the same names at every width'],
  },
  {
    fault: 'weights that are not normalised',
    stage: after((weights) => tf.mul(weights, 0.9)),
    breaks: ['weights are at least 0 and sum to one'],
  },
  {
    fault: 'weights that lose a little',
    stage: after((weights) => tf.mul(weights, 0.9999)),
    breaks: ['weights are at least 0 and sum to one'],
  },
  {
    fault: 'weights below 0',
    stage: after((weights) => {
      const largest = detached(weights, (its) => tf.cast(tf.equal(its, tf.max(its, -1, true)), 'float32'));
      return tf.sub(tf.mul(largest, 2), weights);
    }),
    breaks: ['weights are at least 0 and sum to one'],
  },
  {
    fault: 'no weight left at extremes',
    stage: byHand((logits) => tf.exp(tf.clipByValue(logits, -100, 20)), 1e-8),
    breaks: ['weights are at least 0 and sum to one'],
  },
  {
    fault: 'a softmax that overflows',
    stage: byHand(tf.exp, 0),
    breaks: ['results are finite for every finite input'],
  },
  {
    fault: 'a norm without a floor',
    stage: fromLogits((emitted, { memory }) => {
      const norms = tf.expandDims(tf.norm(memory, 2, 2), 1);
      return tf.div(dot(emitted, memory), tf.add(norms, 1e-3));
    }),
    breaks: ['gradients are finite for every finite input'],
  },
  {
    fault: 'a gradient twice as large',
    stage: before((logits) => withGradient(logits, (dy) => tf.mul(dy, 2))),
    breaks: ['gradients match finite differences'],
  },
  {
    fault: 'a gradient 2 % too large',
    stage: before((logits) => withGradient(logits, (dy) => tf.mul(dy, 1.02))),
    breaks: ['gradients match finite differences'],
  },
  {
    fault: 'a gradient that is cut off',
    stage: before((logits) => detached(logits, (its) => its.clone())),
    breaks: ['gradients match finite differences'],
  },
  {
    fault: 'a leak across the batch',
    stage: before((logits) => tf.sub(logits, tf.mul(meanOver(logits, 0), numbered(logits)))),
    breaks: ['batch rows are independent'],
  },
  {
    fault: 'a small leak across the batch',
    stage: before((logits) => tf.add(logits, tf.mul(1e-3, meanOver(logits, 0)))),
    breaks: ['batch rows are independent'],
  },
  {
    fault: 'a leak across the heads',
    stage: before((logits) => tf.add(logits, meanOver(logits, 1))),
    breaks: ['heads are independent'],
  },
  {
    fault: 'places that are not alike',
    stage: before((logits) => tf.add(logits, tf.mul(0.1, numbered(logits)))),
    options: { symmetry: 'permutation' },
    breaks: ['permuting the places permutes the result'],
  },
  {
    fault: 'a mask where none is promised',
    stage: sound,
    options: { masks: false },
    breaks: ['a mask is refused'],
  },
  {
    fault: 'a shift that is off by one',
    stage: ring(1),
    options: inRing,
    breaks: [-1, 0, 1].map((offset) => `a shift by ${offset} moves all weights by ${offset}`),
  },
  {
    fault: 'a shift the wrong way round',
    stage: ring(0, (weights, by) => turned(weights, -by)),
    options: inRing,
    breaks: [-1, 1].map((offset) => `a shift by ${offset} moves all weights by ${offset}`),
  },
  {
    fault: 'a ring that is not closed',
    stage: ring(0, piledUp),
    options: { symmetry: 'rotation', masks: false },
    breaks: ['rotating the places rotates the result'],
  },
  {
    fault: 'a gate the wrong way round',
    stage: {
      ...interpolate(),
      apply: ({ gate }, input) => interpolate().apply({ gate: tf.neg(gate) }, input),
    },
    options: { limits: [closedGate, openGate] },
    breaks: [closedGate.name, openGate.name],
  },
  {
    fault: 'randomness without a seed',
    stage: before((logits) => tf.add(logits, tf.randomNormal(logits.shape))),
    breaks: ['the same inputs and noise give the same result'],
  },
  {
    fault: 'state between calls',
    stage: before((logits) => tf.mul(logits, 1 + (calls++ % 7))),
    breaks: ['the same inputs and noise give the same result'],
  },
  {
    fault: 'tensors that are kept',
    stage: after((weights) => {
      tf.keep(tf.zeros([1]));
      return weights;
    }),
    breaks: ['no tensor is left behind and no argument touched'],
  },
  {
    fault: 'a variable made at each call',
    stage: after((weights) => tf.add(weights, tf.variable(tf.zeros([1])))),
    breaks: ['no tensor is left behind and no argument touched'],
  },
  {
    fault: 'odds that are not those of the weights',
    stage: drawn((logits, noise) => tf.add(logits, tf.mul(noise, 3))),
    options: { soft: notDrawn },
    breaks: ['soft reading is the expectation of hard reading'],
  },
  {
    fault: 'a log-probability that is not that of the choice',
    stage: drawn(tf.add, (its) => tf.mul(its, 2)),
    options: { soft: notDrawn },
    breaks: ['the log-probability gives the gradient of the expectation'],
  },
  {
    fault: 'a log-probability above 0',
    stage: drawn(tf.add, (its) => tf.add(its, 0.5)),
    options: { soft: notDrawn },
    breaks: ['log-probabilities are at most 0'],
  },
  {
    fault: 'an entropy below 0',
    stage: drawn(tf.add, same, (its) => tf.neg(tf.add(its, 0.5))),
    breaks: ['entropies are at least 0'],
  },
  {
    fault: 'an entropy in bits',
    stage: drawn(tf.add, same, (its) => tf.div(its, Math.LN2)),
    options: { soft: notDrawn },
    breaks: ['an entropy that is told is that of the choice'],
  },
  {
    fault: 'an engine that bakes numbers in',
    stage: sound,
    options: { compile: bakesIn },
    breaks: ['the compiled form equals the eager form'],
  },
];
