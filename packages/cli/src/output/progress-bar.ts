import { SingleBar } from 'cli-progress';
import type { Streams } from './console.js';
import { count } from './format.js';
import type { Progress, Standing } from './progress.js';

/** The width of the bar itself, in characters. */
const BAR = { least: 8, most: 40 };
const SPACE = '  ';

const draw = (share: number, width: number): string => {
  const full = Math.round(share * width);
  return '█'.repeat(full) + '░'.repeat(width - full);
};

/** The bar and as many facts as fit beside it. */
export function layOut({ share = 0, facts }: Pick<Standing, 'share' | 'facts'>, columns: number): string {
  const percent = `${Math.floor(100 * share)}%`.padStart(5);
  // A line that fills the last column wraps on some terminals.
  let left = columns - 1 - percent.length;
  let room = left - BAR.least;
  const shown: string[] = [];
  for (const fact of facts) {
    room -= SPACE.length + fact.length;
    if (room < 0) break;
    shown.push(fact);
  }
  left -= shown.reduce((sum, fact) => sum + SPACE.length + fact.length, 0);
  const bar = left >= BAR.least ? draw(share, Math.min(BAR.most, left)) : '';
  return [`${bar}${percent}`, ...shown].join(SPACE);
}

/** A bar that is drawn anew in its line. */
export class ProgressBar implements Progress {
  private readonly bar: SingleBar;
  private standing: Pick<Standing, 'share' | 'facts'> = { share: 0, facts: ['starting'] };

  constructor(private readonly stderr: Streams['stderr']) {
    this.bar = new SingleBar({
      stream: stderr as NodeJS.WritableStream,
      // The cursor stays: a process that is killed could not bring it back. Lines are cut to the terminal's width.
      hideCursor: false,
      linewrap: true,
      format: () => layOut(this.standing, stderr.columns ?? 80),
      clearOnComplete: true,
      forceRedraw: true,
    });
    this.bar.start(1, 0);
  }

  update({ step, unit = 'step', share, facts }: Standing): void {
    this.standing = { share, facts: [...facts, `${unit} ${count(step)}`] };
    this.bar.update(share ?? 0);
  }

  busy(what: string): void {
    this.standing = { ...this.standing, facts: [what] };
    this.bar.render();
  }

  /** In a line of its own, where the bar was; the bar goes on below. */
  tell(what: string): void {
    this.stderr.write(`\r\x1b[K${what}\n`);
    this.bar.render();
  }

  stop(): void {
    this.bar.stop();
  }
}
