import type { Streams } from './console.js';
import { count } from './format.js';
import type { Progress, Standing } from './progress.js';

/** A line is written whenever such a share of the run is done, and after so many seconds at the latest. */
const SHARE = 0.05;
const SECONDS = 60;

/** Progress for files and logs: whole lines, not too many of them. */
export class ProgressLines implements Progress {
  private share = 0;
  private time = performance.now();

  constructor(private readonly stderr: Streams['stderr']) {}

  update({ step, unit = 'step', share = 0, facts }: Standing): void {
    const isLate = performance.now() - this.time >= SECONDS * 1000;
    const isNews = share - this.share >= SHARE || (share === 1 && this.share < 1);
    if (!isNews && !isLate) return;
    this.share = share;
    this.time = performance.now();
    this.stderr.write(`${unit} ${count(step)}: ${facts.join(', ')}\n`);
  }

  busy(what: string): void {
    this.stderr.write(`${what}\n`);
  }

  tell(what: string): void {
    this.stderr.write(`${what}\n`);
  }

  stop(): void {
    // Nothing is open.
  }
}
