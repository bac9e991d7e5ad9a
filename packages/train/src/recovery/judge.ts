import { z } from 'zod';
import type { RecoverySettings } from './options.js';

/** What is remembered of how a run goes. Losses are those of a prediction, in bits: lengths may grow meanwhile. */
export interface RecoveryState {
  /** What the steps since the last reading gave: bits in all, and how many predictions. */
  readonly unread: { readonly bits: number; readonly predictions: number };
  /** The loss at the first reading of the run; null before it. */
  readonly first: number | null;
  /** The best loss at a reading of this attempt, and the step of it; null before the first. */
  readonly best: { readonly loss: number; readonly step: number } | null;
  /** How often the run went back since it was best. */
  readonly setbacks: number;
  /** How often it began anew, and after which step it did so last. */
  readonly restarts: number;
  readonly began: number;
}

export const recoveryStateSchema: z.ZodType<RecoveryState> = z.strictObject({
  unread: z.strictObject({ bits: z.number(), predictions: z.int().min(0) }),
  first: z.number().nullable(),
  best: z.strictObject({ loss: z.number(), step: z.int().min(0) }).nullable(),
  setbacks: z.int().min(0),
  restarts: z.int().min(0),
  began: z.int().min(0),
});

/** At a reading: the run is as good as never before; it must go back; it must begin anew; or nothing is the matter. */
export type Verdict = 'best' | 'back' | 'anew' | undefined;

const nothing = { bits: 0, predictions: 0 };

/** When the rate was halved so often and that did not help, what is to be learned has become harder. */
const MOST_SETBACKS = 5;

/** Tells from the losses whether a run goes wrong. */
export class Judge {
  state: RecoveryState = { unread: nothing, first: null, best: null, setbacks: 0, restarts: 0, began: 0 };

  constructor(
    private readonly settings: RecoverySettings,
    private readonly readEvery: number,
  ) {}

  /** What a step gave. */
  add(bits: number, predictions: number): void {
    const { unread } = this.state;
    this.state = {
      ...this.state,
      unread: { bits: unread.bits + bits, predictions: unread.predictions + predictions },
    };
  }

  /** Looks at what was added since the last reading, after so many steps. */
  judge(step: number): Verdict {
    const { unread, first: earlier, best, setbacks, restarts } = this.state;
    const loss = unread.bits / Math.max(1, unread.predictions);
    const first = earlier ?? loss;
    this.state = { ...this.state, unread: nothing, first };
    if (this.isHopeless(step, Math.min(loss, best?.loss ?? loss) / first)) {
      this.state = { ...this.state, best: null, setbacks: 0, restarts: restarts + 1, began: step };
      return 'anew';
    }
    const isFar = best !== null && loss - best.loss > (this.settings.takeBack?.rise ?? Infinity) * first;
    if (isFar && setbacks < MOST_SETBACKS) {
      this.state = { ...this.state, setbacks: setbacks + 1 };
      return 'back';
    }
    if (best !== null && loss > best.loss && !isFar) return undefined;
    // Also if it went back in vain: from now on this is what is as good as can be.
    this.state = { ...this.state, best: { loss, step }, setbacks: 0 };
    return 'best';
  }

  /** @param left the share of the loss of the beginning that is left at best */
  private isHopeless(step: number, left: number): boolean {
    const { restart } = this.settings;
    const { began, restarts } = this.state;
    if (!restart || restarts === restart.times) return false;
    const taken = step - began;
    return taken >= restart.after && taken - this.readEvery < restart.after && left > restart.above;
  }
}
