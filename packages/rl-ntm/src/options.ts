import type { Moves } from './environment.js';

/** How a controller may be wired: see the option `controller`. */
export const controllerNames = ['lstm', 'direct-access', 'paths'] as const;
export type ControllerName = (typeof controllerNames)[number];

export interface RLNTMOptions {
  /** Different symbols on input and output, >= 1. */
  readonly symbols: number;
  /** Where the input head can go in a step. */
  readonly moves: Moves;
  /**
   * How the controller is wired: `lstm` is an LSTM alone; `direct-access` one that opens and shuts direct paths besides, from
   * the input to memory and output, and from the memory to the output and to the cells around it; with `paths` all symbols come
   * over the paths to memory and output, so that a machine cannot remember letters by itself: it has to go where they are.
   * @defaultValue 'direct-access'
   */
  readonly controller?: ControllerName;
  /** Units of the LSTM, >= 1. @defaultValue 64 */
  readonly units?: number;
  /**
   * Numbers in a cell of the memory, >= 1. From as many as there are symbols on, the direct paths take every symbol through
   * the memory as it is, from the start. @defaultValue 35
   */
  readonly width?: number;
  /**
   * What the learned logits of all choices are multiplied by at the start, > 0: small, so that the first choices are made
   * by habit. @defaultValue 0.01
   */
  readonly inverseTemperature?: number;
  /**
   * The habit of holding back: its logit above that of writing. Who writes at every other step has seldom gone far when the
   * first symbol is written. @defaultValue 2
   */
  readonly holding?: number;
  /**
   * The habit of going on as in the step before: the logit of that, for where the heads go and for whether to write.
   * @defaultValue 2
   */
  readonly inertia?: number;
  /** The seed of the initial weights, an integer in [-2^31, 2^32 - 1]. */
  readonly seed: number;
}
