import { BabiFileError } from './file-error.js';

const NEWLINE = 10;

/** The number of the first line, from 1, that is not UTF-8. A line feed is one byte, and part of no other character. */
function firstUndecodableLine(bytes: Uint8Array, decode: (bytes: Uint8Array) => string): number {
  let line = 1;
  for (let start = 0, end; (end = bytes.indexOf(NEWLINE, start)) >= 0; start = end + 1, line++) {
    try {
      decode(bytes.subarray(start, end));
    } catch {
      return line;
    }
  }
  return line;
}

/**
 * The text of a file, without a byte order mark.
 *
 * @throws BabiFileError that names the line which is not UTF-8.
 */
export function decodeText(bytes: Uint8Array, file: string): string {
  const decode = (part: Uint8Array) => new TextDecoder('utf-8', { fatal: true }).decode(part);
  try {
    return decode(bytes);
  } catch (cause) {
    const line = firstUndecodableLine(bytes, decode);
    throw new BabiFileError(file, line, 'this is not UTF-8 text', { cause });
  }
}
