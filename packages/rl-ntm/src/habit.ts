/**
 * What a machine does of itself, before it has learned anything and where nothing depends on what it does: it goes on as
 * before. Heads keep their direction and seldom stand, and who has written writes on, who has held back holds back.
 *
 * Without it heads wander about their place: by chance alone none goes to the end of a tape, turns and comes back. The
 * learned logits are added to those of the habit, and learning pays for leaving it (the Kullback-Leibler divergence of what
 * is chosen from to the habit), so that where there is nothing to lose a machine still tries whole ways, not steps.
 */
import { detached } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import type { Moves } from './environment.js';

/** Where the memory head can go: cells ahead on the ring. */
export const memoryMoves = [-1, 0, 1] as const;

/** Holds back, or writes. */
export const WRITING = 2;

/** The logit of standing still, for both heads. */
const STANDING = -3;

export interface HabitOptions {
  readonly moves: Moves;
  /** The logit of what was chosen in the step before, but for standing still. */
  readonly inertia: number;
  /** The logit of holding back. */
  readonly holding: number;
}

export interface Habit {
  /** What is taken to have been chosen before the first step, `[choices]`: the memory head went ahead. */
  readonly before: readonly number[];
  /** `[batch, choices]`: unnormalized log-probabilities of all choices, given those of the step before; no gradient flows. */
  logits(before: tf.Tensor2D): tf.Tensor2D;
}

export function habit({ moves, inertia, holding }: HabitOptions): Habit {
  const stands = [
    ...moves.map(([down, right]) => down === 0 && right === 0),
    ...memoryMoves.map((move) => move === 0),
  ];
  const ofHeads = stands.map((still) => (still ? STANDING : 0));
  const persists = [...stands.map((still) => (still ? 0 : inertia)), inertia, inertia];
  return {
    before: [...moves.map(() => 0), ...memoryMoves.map((move) => (move === 1 ? 1 : 0)), 0, 0],
    logits: (before) =>
      detached(before, (chosen) =>
        tf.add(tf.mul(chosen, tf.tensor1d(persists)), tf.tensor1d([...ofHeads, holding, 0])),
      ),
  };
}

/**
 * How far a choice is from habit: the Kullback-Leibler divergence in nats, `[batch, 1]`, of the distributions of these
 * logits, `[batch, 1, options]`.
 */
export function divergence(logits: tf.Tensor3D, ofHabit: tf.Tensor3D): tf.Tensor2D {
  const chosenFrom = tf.logSoftmax(logits);
  const habitual = detached(ofHabit, (values) => tf.logSoftmax(values));
  return tf.sum(tf.mul(tf.exp(chosenFrom), tf.sub(chosenFrom, habitual)), 2) as tf.Tensor2D;
}
