/** What a run does when it goes wrong, as data. */
import { z } from 'zod';

/**
 * Going back: once the loss at a reading is far above the best so far, variables and optimizer are again as they were when
 * it was best, and the learning rate is halved until the loss is better than ever. Batches go on, so that others follow.
 */
export interface TakeBack {
  /** How far above, as a share of the loss at the first reading of the run, in (0, 1]; all of them losses of a prediction. */
  readonly rise: number;
}

/**
 * Beginning anew: a run that has learned too little by then goes on with other initial weights, an optimizer that remembers
 * nothing and the beginning of its curriculum. Steps are counted on, and the rate falls with them.
 */
export interface Restart {
  /** Steps that each attempt is given, >= 1; it is judged at the reading after them. */
  readonly after: number;
  /** An attempt is given up if its best loss of a prediction is above such a share of that at the first reading; in (0, 1). */
  readonly above: number;
  /** How often at most, >= 1. */
  readonly times: number;
}

/** Those of the settings of a run. */
export interface RecoverySettings {
  /** @defaultValue never */
  readonly takeBack?: TakeBack | undefined;
  /** Needs a model that has `redraw`. @defaultValue never */
  readonly restart?: Restart | undefined;
}

export const takeBackSchema: z.ZodType<TakeBack> = z.strictObject({ rise: z.number().positive().max(1) });

export const restartSchema: z.ZodType<Restart> = z.strictObject({
  after: z.int().min(1),
  above: z.number().positive().lt(1),
  times: z.int().min(1),
});
