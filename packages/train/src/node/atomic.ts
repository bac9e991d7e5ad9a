/**
 * Files and folders that are there as a whole or not at all, whenever the process is killed or the power fails: they
 * are made under a temporary name in the same folder, brought to the disk, and then renamed, which is one step.
 */
import { basename, dirname, join } from 'node:path';
import { threadId } from 'node:worker_threads';
import type { FileSystem } from './file-system.js';
import { codeOf } from './storage-error.js';

/** What temporary names begin with; whatever has one was left behind by a process that was killed. */
const TEMPORARY = '.tmp-';

/** A name beside the path that no other process or thread uses. */
const temporaryName = (path: string): string =>
  join(dirname(path), `${TEMPORARY}${process.pid}-${threadId}-${basename(path)}`);

async function writeThrough(files: FileSystem, path: string, bytes: Uint8Array): Promise<void> {
  const file = await files.open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Brings the names in a folder to the disk, where the system can do that. */
async function syncFolder(files: FileSystem, path: string): Promise<void> {
  try {
    const folder = await files.open(path, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch (error) {
    // Windows and some network file systems have no such thing.
    if (!['EISDIR', 'EPERM', 'EACCES', 'EINVAL', 'ENOTSUP'].includes(codeOf(error) ?? '')) throw error;
  }
}

/** Makes something under a temporary name and gives it its own; on failure nothing of it stays. */
async function intoPlace(
  files: FileSystem,
  path: string,
  make: (temporary: string) => Promise<void>,
): Promise<void> {
  const temporary = temporaryName(path);
  try {
    await make(temporary);
    await files.rename(temporary, path);
  } catch (error) {
    // The first error is the one to tell; what cannot be removed now is removed by the next session.
    await files.rm(temporary, { recursive: true, force: true }).catch(() => undefined);
    throw error;
  }
  await syncFolder(files, dirname(path));
}

/** Writes a file, or replaces it. */
export const writeFileAtomically = (files: FileSystem, path: string, bytes: Uint8Array): Promise<void> =>
  intoPlace(files, path, (temporary) => writeThrough(files, temporary, bytes));

/** Writes a folder of files; it must not be there yet. */
export const writeFolderAtomically = (
  files: FileSystem,
  path: string,
  contents: Readonly<Record<string, Uint8Array>>,
): Promise<void> =>
  intoPlace(files, path, async (temporary) => {
    await files.mkdir(temporary);
    for (const [name, bytes] of Object.entries(contents))
      await writeThrough(files, join(temporary, name), bytes);
    await syncFolder(files, temporary);
  });

/** Removes a folder: it is gone in one step, and its files after that. */
export async function removeFolderAtomically(files: FileSystem, path: string): Promise<void> {
  const temporary = temporaryName(path);
  await files.rename(path, temporary);
  await files.rm(temporary, { recursive: true, force: true });
}

/** Removes what killed processes left behind in a folder, if the folder is there. */
export async function removeLeftovers(files: FileSystem, folder: string): Promise<void> {
  const names = await files.readdir(folder).catch(() => []);
  for (const name of names.filter((candidate) => candidate.startsWith(TEMPORARY))) {
    await files.rm(join(folder, name), { recursive: true, force: true });
  }
}
