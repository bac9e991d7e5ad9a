/**
 * The world outside the controller, as batched tensors: an input surface (a tape, or a grid) under a head that moves, and
 * an output tape that symbols are written to (Zaremba and Sutskever 2015, arXiv 1505.00521, section 3). Nothing here is
 * trained and no gradient flows through it; a batch of episodes is one call, so that whole episodes compile into one
 * program.
 *
 * Symbols are integers; a head that has left the surface, or stands on a blank cell, sees nothing: all zeros. An episode
 * has a number of outputs to write and a number of steps to do it in. Where the outputs to come need all steps that are
 * left, writing is forced, so that every episode writes all its outputs; it ends with the last.
 */
import { detached } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';

/** What a batch of episodes is played on. */
export interface Episode {
  /** The symbols of the input, `[batch, rows, columns]`, int32: in [1, symbols], 0 for a blank cell. */
  readonly surface: tf.Tensor3D;
  /** Row and column that the input head starts on, `[batch, 2]`. */
  readonly start: tf.Tensor2D;
  /** What is to be written, `[batch, longest]`, int32: in [1, symbols], 0 behind the last. */
  readonly targets: tf.Tensor2D;
  /** How many symbols are to be written, `[batch, 1]`. */
  readonly outputs: tf.Tensor2D;
  /** How many steps there are, `[batch, 1]`, at least as many as outputs. */
  readonly steps: tf.Tensor2D;
}

/** Where an input head can go in a step: cells down and to the right, each. */
export type Moves = readonly (readonly [down: number, right: number])[];

/** The parts of the state; each `[batch, ...]`. */
export interface World {
  /** Row and column of the input head, `[batch, 2]`; at most one cell outside the surface. */
  readonly position: tf.Tensor2D;
  /** Symbols written so far, `[batch, 1]`. */
  readonly written: tf.Tensor2D;
  /** Steps taken so far, `[batch, 1]`. */
  readonly elapsed: tf.Tensor2D;
}

export const worldShapes = { position: [2], written: [1], elapsed: [1] } as const;

export const beginning = ({ start, outputs }: Episode): World => ({
  position: start,
  written: tf.zerosLike(outputs),
  elapsed: tf.zerosLike(outputs),
});

/** 1 where an index `[batch, 1]` is, else 0: `[batch, size]`. Nothing for an index outside. */
const at = (index: tf.Tensor, size: number): tf.Tensor2D =>
  tf.cast(tf.equal(index, tf.range(0, size)), 'float32') as tf.Tensor2D;

/** Symbols `[batch, 1]` as vectors `[batch, symbols]`; nothing for 0. */
const asVector = (symbol: tf.Tensor, symbols: number): tf.Tensor2D =>
  tf.cast(tf.equal(symbol, tf.range(1, symbols + 1)), 'float32') as tf.Tensor2D;

/** The symbol under the input head, one-hot: `[batch, symbols]`. */
export const seen = ({ surface }: Episode, { position }: World, symbols: number): tf.Tensor2D =>
  detached(position, (place) => {
    const [batch, rows, columns] = surface.shape;
    const [row, column] = tf.split(place, 2, 1);
    const here = tf.mul(
      tf.reshape(at(row, rows), [batch, rows, 1]),
      tf.reshape(at(column, columns), [batch, 1, columns]),
    );
    return asVector(tf.reshape(tf.sum(tf.mul(here, surface), [1, 2]), [batch, 1]), symbols);
  });

/** What is known of a step before anything is chosen; each `[batch, 1]`, 0 or 1 but for the counts. */
export interface Prospect {
  /** Whether the episode is still going on. */
  readonly going: tf.Tensor2D;
  /** Whether writing is forced. */
  readonly forced: tf.Tensor2D;
  /** Symbols that are still to be written. */
  readonly outputsLeft: tf.Tensor2D;
  readonly stepsLeft: tf.Tensor2D;
}

export function prospect({ outputs, steps }: Episode, { written, elapsed }: World): Prospect {
  const outputsLeft = tf.sub<tf.Tensor2D>(outputs, written);
  const stepsLeft = tf.sub<tf.Tensor2D>(steps, elapsed);
  return {
    going: detached(outputsLeft, (left) => tf.cast(tf.greater(left, 0), 'float32')),
    forced: detached(tf.sub<tf.Tensor2D>(outputsLeft, stepsLeft), (lack) =>
      tf.cast(tf.greaterEqual(lack, 0), 'float32'),
    ),
    outputsLeft,
    stepsLeft,
  };
}

/** The symbol that is to be written next, one-hot `[batch, symbols]`; nothing when all are written. */
export const wanted = ({ targets }: Episode, { written }: World, symbols: number): tf.Tensor2D =>
  detached(written, (next) =>
    asVector(tf.sum(tf.mul(at(next, targets.shape[1]), targets), 1, true), symbols),
  );

/**
 * The world after a step.
 *
 * @param move which of `moves` was chosen, one-hot `[batch, moves]`.
 * @param writes 1 where a symbol is written, `[batch, 1]`.
 */
export function after(
  { surface }: Episode,
  { position, written, elapsed }: World,
  moves: Moves,
  move: tf.Tensor2D,
  writes: tf.Tensor2D,
): World {
  const [, rows, columns] = surface.shape;
  const moved = tf.add(position, tf.matMul(move, tf.tensor2d(moves.map(([down, right]) => [down, right]))));
  return {
    position: tf.minimum(tf.maximum(moved, -1), tf.tensor2d([[rows, columns]])) as tf.Tensor2D,
    written: tf.add(written, writes),
    elapsed: tf.add(elapsed, 1),
  };
}
