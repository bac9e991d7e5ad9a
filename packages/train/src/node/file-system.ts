import * as promises from 'node:fs/promises';

/** What is used of the file system; a test may bring one that fails. */
export type FileSystem = Pick<
  typeof promises,
  'mkdir' | 'open' | 'readFile' | 'readdir' | 'rename' | 'rm' | 'stat'
>;

export const realFileSystem: FileSystem = promises;
