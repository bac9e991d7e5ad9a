/** What is wrong with a file of a run. */
export type RunFileProblem =
  /** It is not there. */
  | 'missing'
  /** It is damaged: truncated, changed, or not of the form it should have. */
  | 'corrupt'
  /** It belongs to something else. */
  | 'foreign'
  /** A newer version of this library wrote it. */
  | 'newer'
  /** It is sound and does not fit what it is used for. */
  | 'mismatch'
  /** It is there already and would be lost. */
  | 'exists'
  /** The system refuses to read it. */
  | 'unreadable'
  /** The system refuses to write it, for want of space or permission. */
  | 'unwritable';

/** A file of a run cannot be used or written: the one error of everything that is stored. */
export class RunFileError extends Error {
  override readonly name = 'RunFileError';

  constructor(
    /** The file or folder, or where else the thing is kept, in words. */
    readonly file: string,
    readonly problem: RunFileProblem,
    /** What is wrong, in words. */
    what: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${what}`, options);
  }
}
