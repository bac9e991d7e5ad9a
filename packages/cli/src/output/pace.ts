import type { ProgressEvent, StopRules } from '@loci/train';

/** How much of an older pace stays at each reading: lengths, and so speeds, differ from step to step. */
const MEMORY = 0.8;

/** Sequences a second and the time left, smoothed so that they can be read. */
export class Pace {
  private secondsPerSequence: number | undefined;

  constructor(private readonly stop: Pick<StopRules, 'steps' | 'seconds'>) {}

  observe({
    step,
    sequences,
    seconds,
    sequencesPerSecond,
  }: Pick<ProgressEvent, 'step' | 'sequences' | 'seconds' | 'sequencesPerSecond'>): {
    readonly sequencesPerSecond: number;
    /** Undefined if nothing says when the run ends. */
    readonly secondsLeft: number | undefined;
  } {
    const now = 1 / sequencesPerSecond;
    const before = this.secondsPerSequence ?? now;
    this.secondsPerSequence = MEMORY * before + (1 - MEMORY) * now;
    const { steps, seconds: limit } = this.stop;
    const secondsPerStep = this.secondsPerSequence * (sequences / step);
    const left = [
      ...(steps === undefined ? [] : [(steps - step) * secondsPerStep]),
      ...(limit === undefined ? [] : [limit - seconds]),
    ];
    return {
      sequencesPerSecond: 1 / this.secondsPerSequence,
      secondsLeft: left.length === 0 ? undefined : Math.max(0, Math.min(...left)),
    };
  }
}
