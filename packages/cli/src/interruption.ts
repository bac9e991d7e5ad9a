import process from 'node:process';
import { exitCodes } from './exit-codes.js';

/** What asks a process to end: Ctrl-C, `kill`, the closing of its terminal. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Turns the signals that ask a process to end into an abort, so that what is at hand can be brought to a good end. The
 * second signal ends the process at once.
 */
export class Interruption {
  /** Aborted by the first signal, or because standard output broke: nobody listens any more. */
  readonly signal: AbortSignal;
  private readonly controller = new AbortController();

  constructor(broken: AbortSignal) {
    this.signal = AbortSignal.any([this.controller.signal, broken]);
    for (const signal of signals) process.on(signal, this.interrupt);
  }

  /** Signals have their usual effect again. */
  dispose(): void {
    for (const signal of signals) process.off(signal, this.interrupt);
  }

  private readonly interrupt = (): void => {
    if (this.controller.signal.aborted) process.exit(exitCodes.interrupted);
    this.controller.abort();
  };
}
