import * as tf from '@tensorflow/tfjs';
import { occurrenceTree } from './occurrences.js';
import type { Level } from './occurrences.js';

/**
 * Bags of symbols on the host, one a row; a slot that holds nothing has both weights 0. Number k (from 0) of the embedding
 * of a row is `sum_j (weight_j + slope_k * tilt_j) * table[symbol_j, k]`: that form covers bags of words (tilt 0) and
 * position encodings, whose weights change linearly along the numbers of an embedding.
 */
export interface Bags {
  readonly rows: number;
  readonly slots: number;
  /** `[rows, slots]`, each in [0, symbols - 1] */
  readonly symbols: Int32Array;
  /** `[rows, slots]` */
  readonly weights: Float32Array;
  /** `[rows, slots]` */
  readonly tilts: Float32Array;
}

/** The same on the engine, with all that its gradient needs. */
export type BagTensors = {
  /** int32 `[rows, slots]` */
  readonly symbols: tf.Tensor2D;
  readonly weights: tf.Tensor2D;
  readonly tilts: tf.Tensor2D;
  /** The row of each occurrence, int32 `[groups, fan]`, and its weights. */
  readonly occurrences: {
    readonly rows: tf.Tensor2D;
    readonly weights: tf.Tensor2D;
    readonly tilts: tf.Tensor2D;
  };
  /** Groups of groups, int32 `[groups, fan]` each. */
  readonly groups: tf.Tensor2D[];
};

/** Brings bags of symbols in [0, symbols - 1] to the engine; the tensors are the caller's to dispose. */
export function bagTensors({ rows, slots, ...bags }: Bags, symbols: number): BagTensors {
  const counts = (i: number): boolean => bags.weights[i] !== 0 || bags.tilts[i] !== 0;
  const [first, ...groups] = occurrenceTree(bags.symbols, counts, symbols) as [Level, ...Level[]];
  const size = first.items.length;
  const occurring = {
    rows: new Int32Array(size),
    weights: new Float32Array(size),
    tilts: new Float32Array(size),
  };
  // A loop, since this is done for every batch, and `from` takes ten times as long.
  for (let i = 0; i < size; i++) {
    const occurrence = first.items[i];
    if (occurrence < 0) continue;
    occurring.rows[i] = Math.floor(occurrence / slots);
    occurring.weights[i] = bags.weights[occurrence];
    occurring.tilts[i] = bags.tilts[occurrence];
  }
  const shape: [number, number] = [first.groups, first.fan];
  return {
    symbols: tf.tensor2d(bags.symbols, [rows, slots], 'int32'),
    weights: tf.tensor2d(bags.weights, [rows, slots]),
    tilts: tf.tensor2d(bags.tilts, [rows, slots]),
    occurrences: {
      rows: tf.tensor2d(occurring.rows, shape, 'int32'),
      weights: tf.tensor2d(occurring.weights, shape),
      tilts: tf.tensor2d(occurring.tilts, shape),
    },
    groups: groups.map((level) => tf.tensor2d(level.items, [level.groups, level.fan], 'int32')),
  };
}
