import type { ControllerChoice } from './controller.js';

/** What all models of this package are given. All of it is plain data. */
export interface MemoryCellOptions {
  /** Numbers in one input vector, >= 1. */
  readonly inputSize: number;
  /** Numbers in one output vector, >= 1. */
  readonly outputSize: number;
  readonly controller?: ControllerChoice;
  /** Memories side by side, each with actions of its own, >= 1. */
  readonly memories?: number;
  /** Numbers in a cell, >= 1; 1 is the scalar stack of the paper. */
  readonly width?: number;
  /** Cells of each memory that the controller sees, from the top or the head on, >= 1. */
  readonly reads?: number;
  /** What bounds the numbers that are put in. */
  readonly put?: 'sigmoid' | 'tanh' | 'none';
  /** What an empty cell holds. */
  readonly empty?: number;
  /**
   * What a nat of entropy of a memory's actions costs in each step, beside the loss that is minimized and in its units,
   * averaged over the batch; >= 0. Actions that are nearly certain stay as good in sequences far longer than those trained
   * on, and bear rounding. It shapes gradients alone: outputs and losses are told without it.
   * @defaultValue 0
   */
  readonly entropyPenalty?: number;
  /**
   * Whether the symbol alone decides about the actions, and what is put in tells what the controller knew before it: the
   * network of a visibly pushdown automaton (Alur and Madhusudan 2004, "Visibly pushdown languages"), for languages with
   * brackets. An opening bracket may then push the state and begin anew, all in one step.
   * @defaultValue false
   */
  readonly visible?: boolean;
  /** Whether actions are rounded from the start; `rounded()` gives that view of a trained cell. @defaultValue false */
  readonly rounding?: boolean;
  /** The seed of the initial weights, an integer in [-2^31, 2^32 - 1]. */
  readonly seed: number;
}
