import type { Checkpoint } from './checkpoint/checkpoint.js';
import { divergenceOf } from './divergence.js';
import type { EvaluationState } from './evaluations.js';
import type { RunEvent, DivergedEvent, RecoveryEvent, StopReason } from './events.js';
import type { Journal } from './journal.js';
import type { MetricsLine } from './metrics.js';
import { secondsLeft } from './stop.js';
import type { Standing, StopRules } from './stop.js';
import { Turns } from './turns.js';

/** What learns in a run, and remembers all that its next step depends on. */
export interface Learning<Step extends { readonly step: number }, Progress> {
  /** Steps taken and seconds spent in them. */
  readonly standing: Standing;
  /** Takes a step without waiting for what it gives. */
  step(): Step;
  /** Reads what the steps since the last reading gave; tells if one of them was not finite. */
  read(): Promise<DivergedEvent | undefined>;
  /** Where training stands, after a reading. `speed` is in steps a second since the last time. */
  progress(): { readonly event: Omit<Progress, 'secondsLeft'>; readonly speed: number };
  /** The rule that ends the run before the next step. @param read whether what the steps gave was just read */
  reasonToStop(read: boolean): StopReason | undefined;
  /** Lets schedule and curriculum look at what was read; tells if the run went wrong and was set right. */
  observe(): RecoveryEvent | undefined;
  /** All that the next step depends on, after a reading. */
  snapshot(): Promise<Omit<Checkpoint, 'evaluations'>>;
  /**
   * Goes back to a snapshot.
   *
   * @param where what names the snapshot in an error.
   * @throws RunFileError if it belongs to another run.
   */
  restore(snapshot: Omit<Checkpoint, 'evaluations'>, where: string): void;
}

/** The evaluations of a run. */
export interface Examining<Evaluation> {
  state: EvaluationState;
  run(step: number): Promise<Evaluation>;
  /** The rule that ends the run after an evaluation. */
  reasonToStop(evaluation: Evaluation): StopReason | undefined;
}

/** When what happens in a run. */
export interface Course {
  readonly readEvery: number;
  /** Undefined if nothing is evaluated. */
  readonly evaluateEvery: number | undefined;
  readonly checkpointEvery: number;
  readonly stop: Pick<StopRules, 'steps' | 'seconds'>;
  readonly signal: AbortSignal | undefined;
}

type Line<Type extends MetricsLine> = Type & { readonly step: number };

/** The course of a run, whatever learns in it: steps, readings, evaluations and checkpoints, to its end. */
export async function* run<
  Step extends { readonly step: number },
  Progress extends MetricsLine,
  Evaluation extends MetricsLine,
>(
  learning: Learning<Step, Progress>,
  evaluations: Examining<Evaluation>,
  journal: Journal,
  { readEvery, evaluateEvery, checkpointEvery, stop, signal }: Course,
): AsyncGenerator<RunEvent | Step | Line<Progress> | Line<Evaluation>, void, undefined> {
  const turns = new Turns();
  const stored = await journal.open();
  if (stored) {
    learning.restore(stored.checkpoint, stored.where);
    evaluations.state = stored.checkpoint.evaluations;
  }
  yield { type: 'started', step: learning.standing.step, resumed: stored !== undefined };

  let reason = learning.reasonToStop(false);
  while (!reason && !signal?.aborted) {
    const taken = learning.step();
    yield taken;
    await turns.give();

    const due = (every: number | undefined) => every !== undefined && taken.step % every === 0;
    reason = learning.reasonToStop(false);
    const ends = reason !== undefined || signal?.aborted;
    const reads = due(readEvery);
    if (!ends && !reads && !due(evaluateEvery) && !due(checkpointEvery)) continue;

    const divergence = await learning.read();
    if (divergence) return yield divergence;
    if (reads) {
      const { event, speed } = learning.progress();
      const progress = { ...event, secondsLeft: secondsLeft(stop, learning.standing, speed) } as Progress;
      await journal.append(progress);
      yield progress;
      reason ??= learning.reasonToStop(true);
      const recovery = learning.observe();
      if (recovery) {
        await journal.append(recovery);
        yield recovery;
      }
    }

    let best = false;
    if (evaluateEvery !== undefined && (due(evaluateEvery) || reason)) {
      const evaluation = await evaluations.run(taken.step);
      await journal.append(evaluation);
      yield evaluation;
      best = evaluations.state.best?.step === taken.step;
      reason ??= evaluations.reasonToStop(evaluation);
    }

    if (journal.keeps && (best || due(checkpointEvery) || reason || signal?.aborted)) {
      const checkpoint = { ...(await learning.snapshot()), evaluations: evaluations.state };
      const poisoned = divergenceOf(checkpoint);
      if (poisoned) return yield poisoned;
      yield await journal.save(checkpoint);
    }
  }
  const { step } = learning.standing;
  yield reason ? { type: 'finished', step, reason } : { type: 'interrupted', step };
}
