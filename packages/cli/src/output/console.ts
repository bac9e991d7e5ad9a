import process from 'node:process';
import type { Readable, Writable } from 'node:stream';
import { FailedError } from '../errors.js';

/** Where the command writes; by default the streams of the process. */
export interface Streams {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  /** What is typed. @defaultValue that of the process */
  readonly stdin?: Input;
}

type Input = Readable & { readonly isTTY?: boolean };

/** A stream that may be a terminal (`isTTY`), so many `columns` wide. */
type Terminal = Writable & { readonly isTTY?: boolean; readonly columns?: number };

/** Why writing to a stream failed, in words. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EIO: 'the disk or the terminal fails',
  EBADF: 'it is closed',
};

/**
 * Standard output for results (or, with `--json`, for one JSON object a line and nothing else), standard error for
 * notes and errors.
 */
export class Console {
  readonly stderr: Streams['stderr'];
  readonly stdin: Input;
  private readonly stdout: Terminal;
  private readonly breaking = new AbortController();

  constructor({ stdout, stderr, stdin = process.stdin }: Streams = process) {
    this.stdin = stdin;
    this.stdout = stdout;
    this.stderr = stderr;
    stdout.on('error', this.broke);
    stderr.on('error', ignore);
  }

  /** The width to lay text out in. */
  get columns(): number {
    return this.stdout.columns ?? 80;
  }

  /** Aborted once nothing can be written to standard output any more. */
  get broken(): AbortSignal {
    return this.breaking.signal;
  }

  print(text: string): void {
    if (!this.broken.aborted) this.stdout.write(`${text}\n`);
  }

  printJson(value: object): void {
    this.print(JSON.stringify(value));
  }

  /** For people, beside the results. */
  note(text: string): void {
    this.stderr.write(`${text}\n`);
  }

  /**
   * Waits until everything is written.
   *
   * @throws FailedError if not all of it could be, unless its reader went away (as `head` does), which is no failure.
   */
  async end(): Promise<void> {
    await new Promise<void>((resolve) =>
      this.broken.aborted ? resolve() : this.stdout.write('', () => resolve()),
    );
    // A stream tells its error after the write that met it.
    await new Promise((resolve) => setImmediate(resolve));
    this.stdout.off('error', this.broke);
    this.stderr.off('error', ignore);
    const error = this.broken.reason as NodeJS.ErrnoException | undefined;
    if (!error || error.code === 'EPIPE') return;
    throw new FailedError(`standard output cannot be written: ${reasons[error.code ?? ''] ?? error.message}`);
  }

  private readonly broke = (error: Error): void => this.breaking.abort(error);
}

/** Who cannot be told anything cannot be told that either. */
const ignore = (): void => undefined;
