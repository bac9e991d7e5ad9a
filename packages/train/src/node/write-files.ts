import { join } from 'node:path';
import { removeLeftovers, writeFileAtomically } from './atomic.js';
import { realFileSystem } from './file-system.js';
import type { FileSystem } from './file-system.js';
import { makeFolder } from './make-folder.js';
import { writing } from './storage-error.js';

/**
 * Writes files that come of a run, such as pictures, with the care that its own get: the folder is made if it is not
 * there, and each file is there as a whole or, if it cannot be, as it was before.
 *
 * @param contents by name, text or bytes.
 * @returns the paths
 * @throws RunFileError that names the folder or the file and what is wrong.
 */
export async function writeFiles(
  folder: string,
  contents: Readonly<Record<string, string | Uint8Array>>,
  files: FileSystem = realFileSystem,
): Promise<readonly string[]> {
  await writing(folder, () => makeFolder(files, folder));
  const paths: string[] = [];
  for (const [name, content] of Object.entries(contents)) {
    const path = join(folder, name);
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
    await writing(path, () => writeFileAtomically(files, path, bytes));
    paths.push(path);
  }
  return paths;
}

/**
 * Removes what a killed process left behind of files that `writeFiles` was at in a folder, if the folder is there.
 *
 * @throws RunFileError that names the folder and what is wrong.
 */
export const removeUnfinished = (folder: string): Promise<void> =>
  writing(folder, () => removeLeftovers(realFileSystem, folder));
