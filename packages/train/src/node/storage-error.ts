import { RunFileError } from '../errors.js';
import type { RunFileProblem } from '../errors.js';

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EDQUOT: 'the disk quota is used up',
  EEXIST: 'something else of this name is there',
  EFBIG: 'the file would be larger than the system allows',
  EIO: 'the disk fails',
  EISDIR: 'it is a folder',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'it is not there',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of the path is no folder',
  EPERM: 'not permitted',
  EROFS: 'the file system is read-only',
};

export const codeOf = (error: unknown): string | undefined =>
  (error as NodeJS.ErrnoException | undefined)?.code;

function storageError(file: string, problem: RunFileProblem, verb: string, cause: unknown): RunFileError {
  const code = codeOf(cause);
  const reason = (code && reasons[code]) ?? (cause instanceof Error ? cause.message : String(cause));
  return new RunFileError(file, problem, `cannot be ${verb}: ${reason}`, { cause });
}

/** Runs something that reads a file; a refusal of the system becomes one clear error. */
export async function reading<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof RunFileError) throw cause;
    throw storageError(file, codeOf(cause) === 'ENOENT' ? 'missing' : 'unreadable', 'read', cause);
  }
}

/** Runs something that writes a file; a refusal of the system becomes one clear error. */
export async function writing<T>(file: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (cause) {
    if (cause instanceof RunFileError) throw cause;
    throw storageError(file, 'unwritable', 'written', cause);
  }
}
