/**
 * Tapes (Deletang et al. 2022, arXiv 2207.02098, appendix A, and the published code): a value is written under the head,
 * which stands at place 0, and then the tape, a ring, stays, moves by one place or jumps by the length of the input:
 *
 *     M <- sum_o a(o) roll([v; M(1); ...; M(N - 1)], o),  o in 0, -1, 1, -L, L
 */
import { moveTapes } from '@loci/addressing';
import * as tf from '@tensorflow/tfjs';
import type { Memory } from './memory.js';

export interface RingOptions {
  readonly places: number;
  readonly reads: number;
  /** How far a jump goes; undefined for a tape without jumps. */
  readonly jump: number | undefined;
}

export function ring({ places, reads, jump }: RingOptions): Memory {
  const jumps = jump === undefined ? [] : [-jump % places, jump % places];
  const offsets = [0, -1, 1, ...jumps];
  return {
    actions: ['stay', 'left', 'right', ...(jump === undefined ? [] : ['jump left', 'jump right'])],
    places,
    seen: { first: 0, count: reads },
    update(memory, { actions, value }) {
      const [, rest] = tf.split(memory, [1, places - 1], 2) as tf.Tensor4D[];
      return moveTapes(tf.concat([value, rest], 2), actions, { offsets, boundary: 'circular' });
    },
    within: (steps, inputLength) =>
      ring({
        places: Math.max(reads, 2, Math.min(places, steps)),
        reads,
        jump: jump === undefined ? undefined : inputLength,
      }),
  };
}
