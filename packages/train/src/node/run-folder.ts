import type { RunStore } from '../store/run-store.js';

/**
 * A run kept in a folder:
 *
 *     run.json                     what is needed to repeat it
 *     metrics.jsonl                one line a progress or evaluation event
 *     checkpoints/step-00001000/   manifest.json + weights.bin + slots.bin (tfjs weights format), state.json
 */
export declare class RunFolder {
  /**
   * @param path made when the run begins; reading methods work on what is there.
   */
  constructor(path: string);
  readonly path: string;
}
export declare interface RunFolder extends RunStore {}
