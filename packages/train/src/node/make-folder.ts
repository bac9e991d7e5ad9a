import { dirname } from 'node:path';
import type { FileSystem } from './file-system.js';
import { codeOf } from './storage-error.js';

/**
 * Makes a folder, and those above it where they are missing. Node's own `mkdir` with `recursive` never ends where the
 * system refuses folders by saying that they are not there, as in /proc.
 */
export async function makeFolder(files: FileSystem, path: string): Promise<void> {
  const make = async (): Promise<void> => {
    try {
      await files.mkdir(path);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || !(await files.stat(path)).isDirectory()) throw error;
    }
  };
  try {
    await make();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeFolder(files, dirname(path));
    await make();
  }
}
