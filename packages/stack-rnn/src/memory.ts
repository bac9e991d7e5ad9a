import type * as tf from '@tensorflow/tfjs';

/** What a memory is in one step asked to do. */
interface MemoryUpdate {
  /** A distribution over the actions, `[batch, memories, actions]`. */
  readonly actions: tf.Tensor3D;
  /** What is put in, `[batch, memories, 1, width]`. */
  readonly value: tf.Tensor4D;
}

/**
 * A memory whose head stands still while its contents move (`moveTapes` of @loci/addressing): a stack, a list, a tape.
 * What it holds is counted from the value of an empty cell, so that a cell that was never written to holds 0.
 */
export interface Memory {
  /** By name, in the order of the distribution. */
  readonly actions: readonly string[];
  readonly places: number;
  /** The places that the controller sees: so many from `first` on. */
  readonly seen: { readonly first: number; readonly count: number };
  /** `[batch, memories, places, width]`, before and after. */
  update(memory: tf.Tensor4D, update: MemoryUpdate): tf.Tensor4D;
  /**
   * The same memory, no larger than so many steps from the empty one can use.
   *
   * @param inputLength how far a jump goes
   */
  within(steps: number, inputLength: number): Memory;
}
