/**
 * Stacks (Joulin and Mikolov 2015, arXiv 1503.01007, equations 3 to 5): with the probabilities a of the actions and a
 * pushed value v,
 *
 *     s(0) <- a(push) v        + a(pop) s(1)     + a(no-op) s(0)
 *     s(i) <- a(push) s(i - 1) + a(pop) s(i + 1) + a(no-op) s(i)
 *
 * which is a bounded tape that moves down by a push and up by a pop, with the value put in at the top.
 */
import { moveTapes } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import type { Memory } from './memory.js';
import { putInAt } from './put-in.js';

export interface StackOptions {
  readonly places: number;
  readonly reads: number;
  /** Whether there is a no-op beside push and pop. */
  readonly noOp: boolean;
}

export function stack({ places, reads, noOp }: StackOptions): Memory {
  const actions = noOp ? ['push', 'pop', 'no-op'] : ['push', 'pop'];
  const offsets = noOp ? [1, -1, 0] : [1, -1];
  return {
    actions,
    places,
    seen: { first: 0, count: reads },
    update(memory, { actions, value }) {
      const push = tf.slice(actions, [0, 0, 0], [-1, -1, 1]);
      const moved = moveTapes(memory, actions, { offsets, boundary: 'bounded' });
      return putInAt(0, moved, tf.mul(tf.expandDims(push, 3), value));
    },
    // After t pushes there is something in t cells; what the last step pushes nobody sees, but it may be a state to go on from.
    within: (steps) => stack({ places: Math.max(reads, Math.min(places, steps)), reads, noOp }),
  };
}
