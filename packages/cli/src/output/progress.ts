import type { Streams } from './console.js';
import { ProgressBar } from './progress-bar.js';
import { ProgressLines } from './progress-lines.js';

/** Where a run stands, as it is shown while it goes on. */
export interface Standing {
  readonly step: number;
  /** What is counted. @defaultValue 'step' */
  readonly unit?: 'step' | 'epoch';
  /** How much of the run is done, in [0, 1]; undefined if nothing says when it ends. */
  readonly share: number | undefined;
  /** What is known, the most important first: 'loss 1.2', '3m05s left'. */
  readonly facts: readonly string[];
}

/** Shows how a run goes on. */
export interface Progress {
  update(standing: Standing): void;
  /** Says what takes long beside the steps. */
  busy(what: string): void;
  /** Says what has happened; it stays to be read. */
  tell(what: string): void;
  stop(): void;
}

const silence: Progress = {
  update: () => undefined,
  busy: () => undefined,
  tell: () => undefined,
  stop: () => undefined,
};

/** A live bar on a terminal, a line now and then elsewhere, nothing if it is to be quiet. */
export function createProgress(stderr: Streams['stderr'], quiet: boolean): Progress {
  if (quiet) return silence;
  return stderr.isTTY ? new ProgressBar(stderr) : new ProgressLines(stderr);
}
