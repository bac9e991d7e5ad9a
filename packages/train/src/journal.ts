import type { Checkpoint } from './checkpoint/checkpoint.js';
import { RunFileError } from './errors.js';
import type { CheckpointEvent } from './events.js';
import type { MetricsLine } from './metrics.js';
import type { Plan } from './options.js';
import { checkSameRun } from './record.js';
import type { RunRecord } from './record.js';
import type { RunStore } from './store/run-store.js';

/** What a run writes down. Without a store nothing. */
export class Journal {
  private readonly store: RunStore | undefined;

  constructor(
    private readonly plan: Pick<Plan, 'store' | 'resume' | 'checkpoint'>,
    private readonly record: RunRecord,
  ) {
    this.store = plan.store;
  }

  /** Whether anything is written down. */
  get keeps(): boolean {
    return this.store !== undefined;
  }

  /**
   * Begins a new run, or finds where to go on with the one that is stored.
   *
   * @throws RunFileError if a run is stored that is not to be resumed, or that is another one.
   */
  async open(): Promise<{ readonly checkpoint: Checkpoint; readonly where: string } | undefined> {
    const { store, plan, record: now } = this;
    if (!store) return undefined;
    const stored = await store.record();
    if (!stored) {
      await store.begin(now);
      return undefined;
    }
    if (!plan.resume) {
      throw new RunFileError(
        store.name,
        'exists',
        'holds a run already; resume it, or keep this one elsewhere',
      );
    }
    checkSameRun(stored, now, store.name);
    const step = (await store.steps()).at(-1);
    const checkpoint = step === undefined ? undefined : await store.load(step);
    // Only now, with a sound checkpoint in hand, is anything dropped.
    await store.rewind(step ?? 0);
    return checkpoint && step !== undefined ? { checkpoint, where: store.where(step) } : undefined;
  }

  async append(line: MetricsLine): Promise<void> {
    await this.store?.append(line);
  }

  /** Stores a checkpoint, then removes the oldest that need not stay. */
  async save(checkpoint: Checkpoint): Promise<CheckpointEvent> {
    const { store } = this;
    if (!store) throw new Error('internal: a run without a store saves nothing');
    const { step } = checkpoint.training;
    await store.save(checkpoint);
    const steps = await store.steps();
    const stay = new Set([...steps.slice(-this.plan.checkpoint.keep), checkpoint.evaluations.best?.step]);
    for (const old of steps) {
      if (!stay.has(old)) await store.remove(old);
    }
    return { type: 'checkpoint', step, where: store.where(step) };
  }
}
