import type { ProgressEvent, TrainEvent } from '@loci/train';
import { failureOf } from '../errors.js';
import { count, duration, figure } from '../output/format.js';
import { Pace } from '../output/pace.js';
import type { Progress, Standing } from '../output/progress.js';
import type { Configuration } from '../run/configuration.js';

/** The event that a run ends with. */
export type LastEvent = Extract<TrainEvent, { type: 'finished' | 'interrupted' | 'diverged' }>;

export interface WatchOptions {
  readonly configuration: Configuration;
  readonly signal: AbortSignal;
  /** Called when the run has begun, which it does once all it was given is found to be sound. */
  begin(): Progress;
  /** Told every event but those of single steps. */
  tell(event: TrainEvent): void;
}

/**
 * Follows a run to its end.
 *
 * @throws FailedError for what goes wrong after the run has begun; what goes wrong before as it is.
 */
export async function watch(events: AsyncIterable<TrainEvent>, options: WatchOptions): Promise<LastEvent> {
  let watcher: Watcher | undefined;
  try {
    for await (const event of events) {
      watcher ??= new Watcher(options);
      const last = watcher.observe(event);
      if (last) return last;
    }
  } catch (error) {
    throw watcher ? failureOf(error) : error;
  } finally {
    watcher?.stop();
  }
  throw new Error('internal: the run ended without a last event');
}

/** Shows the events of a run that has begun. */
class Watcher {
  private readonly progress: Progress;
  private readonly pace: Pace;
  private shown: Standing | undefined;

  constructor(private readonly options: WatchOptions) {
    this.progress = options.begin();
    this.pace = new Pace(options.configuration.stop);
    options.signal.addEventListener('abort', this.aborted);
  }

  observe(event: TrainEvent): LastEvent | undefined {
    if (event.type === 'step') return undefined;
    this.options.tell(event);
    switch (event.type) {
      case 'progress':
        this.show(event);
        return undefined;
      case 'evaluation':
        if (this.shown) this.progress.update(this.shown);
        return undefined;
      case 'finished':
      case 'interrupted':
      case 'diverged':
        return event;
      default:
        return undefined;
    }
  }

  stop(): void {
    this.options.signal.removeEventListener('abort', this.aborted);
    this.progress.stop();
  }

  private show(event: ProgressEvent): void {
    const { stop, evaluate } = this.options.configuration;
    const { step } = event;
    const { sequencesPerSecond, secondsLeft } = this.pace.observe(event);
    const shares = [
      ...(stop.steps === undefined ? [] : [step / stop.steps]),
      ...(stop.seconds === undefined ? [] : [event.seconds / stop.seconds]),
    ];
    this.shown = {
      step,
      share: Math.min(1, Math.max(...shares)),
      facts: [
        `loss ${figure(event.loss)}`,
        `${figure(event.averageBits)} bits/sequence`,
        `${count(Math.round(sequencesPerSecond))} sequences/s`,
        ...(secondsLeft === undefined ? [] : [`${duration(secondsLeft)} left`]),
      ],
    };
    this.progress.update(this.shown);
    // What takes its time is announced; an event tells when it is done.
    if (step % evaluate.every === 0 || step === stop.steps) this.progress.busy('evaluating');
  }

  private readonly aborted = (): void =>
    this.progress.busy('stopping after this step (Ctrl-C again: at once)');
}
