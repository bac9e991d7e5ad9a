import type { EpisodeProgressEvent, ProgressEvent, RunEvent } from '@loci/train';
import { failureOf } from '../errors.js';
import { count, duration, figure, percentage } from '../output/format.js';
import { Pace } from '../output/pace.js';
import type { Progress, Standing } from '../output/progress.js';
import { recoveryText } from '../output/recovery.js';
import type { RunningEvent, Work } from './work.js';

/** The event that a run ends with. */
export type LastEvent = Extract<RunEvent, { type: 'finished' | 'interrupted' | 'diverged' }>;

export interface WatchOptions extends Pick<Work, 'stop' | 'evaluateEvery'> {
  readonly signal: AbortSignal;
  /** Called when the run has begun, which it does once all it was given is found to be sound. */
  begin(): Progress;
  /** Told every event but those of single steps. */
  tell(event: RunningEvent): void;
}

/**
 * Follows a run to its end.
 *
 * @throws FailedError for what goes wrong after the run has begun; what goes wrong before as it is.
 */
export async function watch(events: AsyncIterable<RunningEvent>, options: WatchOptions): Promise<LastEvent> {
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

/** Where a run stands, and how fast it is. */
type Paced = Pick<ProgressEvent, 'step' | 'sequences' | 'seconds' | 'sequencesPerSecond'> & {
  /** What is counted. @defaultValue 'sequences' */
  readonly unit?: string;
};

const asSequences = ({ step, episodes, seconds, episodesPerSecond }: EpisodeProgressEvent): Paced => ({
  ...{ step, sequences: episodes, seconds, sequencesPerSecond: episodesPerSecond, unit: 'episodes' },
});

/** Shows the events of a run that has begun. */
class Watcher {
  private readonly progress: Progress;
  private readonly pace: Pace;
  private shown: Standing | undefined;

  constructor(private readonly options: WatchOptions) {
    this.progress = options.begin();
    this.pace = new Pace(options.stop);
    options.signal.addEventListener('abort', this.aborted);
  }

  observe(event: RunningEvent): LastEvent | undefined {
    if (event.type === 'step') return undefined;
    this.options.tell(event);
    switch (event.type) {
      case 'progress':
        this.show(event, [`loss ${figure(event.loss)}`, `${figure(event.averageBits)} bits/sequence`]);
        return undefined;
      case 'episode-progress':
        this.show(asSequences(event), [
          `level ${event.level}`,
          `${percentage(event.mistakes)} % with a mistake`,
          `${percentage(event.symbols)} % of symbols right`,
        ]);
        return undefined;
      case 'taken-back':
      case 'restarted':
        this.progress.tell(recoveryText(event));
        return undefined;
      case 'evaluation':
      case 'level-evaluation':
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

  private show(event: Paced, facts: readonly string[]): void {
    const { stop, evaluateEvery } = this.options;
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
        ...facts,
        `${count(Math.round(sequencesPerSecond))} ${event.unit ?? 'sequences'}/s`,
        ...(secondsLeft === undefined ? [] : [`${duration(secondsLeft)} left`]),
      ],
    };
    this.progress.update(this.shown);
    // What takes its time is announced; an event tells when it is done.
    const evaluates = evaluateEvery !== undefined && step % evaluateEvery === 0;
    if (evaluates || step === stop.steps) this.progress.busy('evaluating');
  }

  private readonly aborted = (): void =>
    this.progress.busy('stopping after this step (Ctrl-C again: at once)');
}
