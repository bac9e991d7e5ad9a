/** A file or folder of bAbI stories that cannot be used; its message is one line: 'FILE:LINE: what is wrong'. */
export class BabiFileError extends Error {
  override readonly name = 'BabiFileError';

  constructor(
    /** The file or folder. */
    readonly file: string,
    /** The line of the file that is wrong, from 1; undefined where it is the whole. */
    readonly line: number | undefined,
    what: string,
    options?: ErrorOptions,
  ) {
    super(line === undefined ? `${file}: ${what}` : `${file}:${line}: ${what}`, options);
  }
}
