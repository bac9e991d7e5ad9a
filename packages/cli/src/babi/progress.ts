import type { Streams } from '../output/console.js';
import { duration } from '../output/format.js';
import { createProgress } from '../output/progress.js';
import type { Progress } from '../output/progress.js';
import type { RestartProgress } from './restart.js';
import type { BabiJob } from './settings.js';

/** Shows how restarts go on, several at once. */
export class BabiProgress {
  private readonly shown: Progress;
  private readonly started = performance.now();
  private readonly running = new Map<BabiJob, RestartProgress>();
  private finished = 0;
  private epochs = 0;

  constructor(
    stderr: Streams['stderr'],
    quiet: boolean,
    private readonly jobs: number,
  ) {
    this.shown = createProgress(stderr, quiet);
  }

  update(job: BabiJob, progress: RestartProgress): void {
    this.running.set(job, progress);
    this.epochs++;
    const share = this.share();
    const seconds = (performance.now() - this.started) / 1000;
    const error = `${(100 * progress.error).toFixed(1)} % wrong`;
    const what = job.tasks.length === 1 ? `task ${job.tasks[0]}` : 'all tasks';
    this.shown.update({
      step: this.epochs,
      unit: 'epoch',
      share,
      facts: [
        `${what} restart ${job.restart}: ${error}`,
        `${this.finished}/${this.jobs} restarts`,
        ...(share > 0 ? [`${duration((seconds * (1 - share)) / share)} left`] : []),
      ],
    });
  }

  done(job: BabiJob): void {
    this.running.delete(job);
    this.finished++;
  }

  stop(): void {
    this.shown.stop();
  }

  private share(): number {
    const parts = [...this.running.values()].reduce((sum, { epoch, epochs }) => sum + epoch / epochs, 0);
    return Math.min(1, (this.finished + parts) / this.jobs);
  }
}
