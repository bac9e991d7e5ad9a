/**
 * Doubly linked lists with a head H (Joulin and Mikolov 2015, arXiv 1503.01007, section 3.3): with the probabilities a of
 * going left, going right and inserting a value v,
 *
 *     l(i) <- a(left) l(i - 1) + a(right) l(i + 1) + a(insert) * { l(i + 1) if i < H;  v if i = H;  l(i) if i > H }
 *
 * What was under the head before an insertion comes to lie on its left.
 */
import { moveTapes } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import type { Memory } from './memory.js';

export interface ListOptions {
  /** Cells on each side of the head. */
  readonly places: number;
  readonly reads: number;
}

export function list({ places, reads }: ListOptions): Memory {
  const head = places;
  return {
    actions: ['left', 'right', 'insert'],
    places: 2 * places + 1,
    seen: { first: head, count: reads },
    update(memory, { actions, value }) {
      const [moves, insert] = tf.split(actions, [2, 1], 2) as tf.Tensor3D[];
      const moved = moveTapes(memory, moves, { offsets: [1, -1], boundary: 'bounded' });
      const [, left, right] = tf.split(memory, [1, places, places], 2);
      const inserted = tf.concat([left, value, right], 2);
      return tf.add(moved, tf.mul(tf.expandDims(insert, 3), inserted)) as tf.Tensor4D;
    },
    within: (steps) => list({ places: Math.max(reads, Math.min(places, steps)), reads }),
  };
}
