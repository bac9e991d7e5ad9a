/**
 * The machine that is compared in speed with JAX computes the same: loss, all gradients and the running baseline. What JAX
 * gives on weights, noise and episodes of its own was written by tools/peers/rl_ntm_golden.py.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { RLNTM, reinforced } from '../src/index.js';
import type { Episode } from '../src/index.js';

beforeAll(useTestBackend);

interface Stored {
  readonly shape: number[];
  readonly values: number[];
}

/** A kernel and a bias. */
type Layer = readonly [Stored, Stored];

interface Weights {
  readonly lstm: Layer;
  readonly choices: Layer;
  readonly symbol: Layer;
  readonly content: Layer;
  readonly gates: Layer;
  readonly input_to_memory: Stored;
  readonly input_to_output: Stored;
  readonly memory_to_output: Stored;
}

interface Golden {
  readonly symbols: number;
  readonly units: number;
  readonly width: number;
  readonly holding: number;
  readonly inertia: number;
  readonly entropyWeight: number;
  readonly tape: number[][];
  readonly targets: number[][];
  readonly outputs: number[];
  readonly steps: number[];
  readonly noise: { readonly shape: [number, number, number]; readonly values: number[] };
  readonly means: number[];
  readonly weights: Weights;
  /** 1 where the right symbol is written, [time][batch]. */
  readonly right: number[][];
  readonly loss: number;
  /** Right symbols of an episode before its first wrong one, averaged. */
  readonly earned: number;
  readonly meansAfter: number[];
  readonly gradients: Weights;
}

const golden = JSON.parse(readFileSync(join(__dirname, 'golden/jax.json'), 'utf8')) as Golden;
const batch = golden.tape.length;

/** The names of this package for those of the peer. */
const named = ({ lstm, choices, symbol, content, gates, ...direct }: Weights): Record<string, Stored> => ({
  'controller/layer0/kernel': lstm[0],
  'controller/layer0/bias': lstm[1],
  'choices/kernel': choices[0],
  'choices/bias': choices[1],
  'symbol/kernel': symbol[0],
  'symbol/bias': symbol[1],
  'content/kernel': content[0],
  'content/bias': content[1],
  'gates/kernel': gates[0],
  'gates/bias': gates[1],
  'direct/input-to-memory': direct.input_to_memory,
  'direct/input-to-output': direct.input_to_output,
  'direct/memory-to-output': direct.memory_to_output,
});

const distance = (ours: ArrayLike<number>, theirs: readonly number[]): number =>
  Math.hypot(...theirs.map((value, index) => ours[index] - value)) / Math.hypot(...theirs);

/** What this package computes of the same; distances are relative to the numbers of the peer. */
function compared(endsAtMistake: boolean) {
  const { symbols, units, width, holding, inertia, tape, targets, outputs, steps, noise, means, weights } =
    golden;
  const moves = [
    [0, -1],
    [0, 0],
    [0, 1],
  ] as const;
  const model = new RLNTM({ symbols, units, width, holding, inertia, moves, seed: 1 });
  const learner = reinforced({ model, longest: means.length - 1, endsAtMistake, seed: 1 });
  const stored = named(weights);
  expect(Object.keys(model.variables).sort()).toEqual(Object.keys(stored).sort());
  try {
    return tf.tidy(() => {
      for (const [name, { shape, values }] of Object.entries(stored)) {
        model.variables[name].assign(tf.tensor(values, shape));
      }
      learner.memory['means'].assign(tf.tensor1d(means));
      const column = (values: readonly number[]) => tf.tensor2d([...values], [batch, 1]);
      const episode: Episode = {
        surface: tf.tensor3d(
          tape.map((row) => [row]),
          undefined,
          'int32',
        ),
        start: tf.zeros([batch, 2]),
        targets: tf.tensor2d(targets, undefined, 'int32'),
        outputs: column(outputs),
        steps: column(steps),
      };
      const given = tf.tensor3d(noise.values, noise.shape);
      let right: tf.Tensor2D | undefined;
      const { value, grads } = tf.variableGrads(() => {
        const played = learner.learn(episode, given, tf.scalar(golden.entropyWeight));
        right = tf.keep(played.right);
        return played.loss;
      }, Object.values(model.variables));
      const gradients = Object.entries(named(golden.gradients)).map(([name, { values }]) =>
        distance(grads[model.variables[name].name].dataSync(), values),
      );
      const told = {
        right: right!.arraySync(),
        loss: value.dataSync()[0],
        means: Array.from(learner.memory['means'].dataSync()),
        gradients,
      };
      right!.dispose();
      return told;
    });
  } finally {
    learner.dispose();
    model.dispose();
  }
}

test('loss, gradients and baseline are those of JAX', () => {
  const { right, loss, means, gradients } = compared(true);
  expect(right).toEqual(golden.right);
  // Rewards are a constant part of the loss here.
  expect(loss).toBeCloseTo(golden.loss - golden.earned, 5);
  expect(Math.max(...gradients)).toBeLessThan(1e-5);
  expect(distance(means, golden.meansAfter)).toBeLessThan(1e-6);
});

test('a machine that learns from more than that has other gradients', () => {
  expect(Math.min(...compared(false).gradients)).toBeGreaterThan(1e-2);
});
