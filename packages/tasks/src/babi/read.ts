/** The only module of this package that touches files; everything else runs in browsers too. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { checkInteger } from '../options/check.js';
import { babiTasks } from './catalogue.js';
import type { BabiTaskInfo } from './catalogue.js';
import { BabiFileError } from './file-error.js';
import { parseBabi } from './parse.js';
import type { Story } from './story.js';

/** The stories of a task, to train on and to test on. */
export interface BabiTaskStories extends BabiTaskInfo {
  readonly train: readonly Story[];
  readonly test: readonly Story[];
}

export interface BabiFolderOptions {
  /** Numbers of tasks, from 1 to 20, in the order wanted. @defaultValue all that the folder has */
  readonly tasks?: readonly number[];
  /**
   * The published folder of a size: 'en' has 1,000 training questions a task, 'en-10k' 10,000.
   *
   * @defaultValue 'en' where both are there
   */
  readonly size?: 'en' | 'en-10k';
}

/** An error of the system as one line that names the file. */
async function named<Result>(file: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const known: Record<string, string> = {
      ENOENT: 'it does not exist',
      ENOTDIR: 'it is not a folder',
      EISDIR: 'it is a folder, not a file',
      EACCES: 'it may not be read',
    };
    throw new BabiFileError(file, undefined, known[code ?? ''] ?? message, { cause });
  }
}

/**
 * The stories of one file in the published format.
 *
 * @throws BabiFileError for a file that cannot be read, or that `parseBabi` refuses.
 */
export async function readBabiFile(file: string): Promise<Story[]> {
  return parseBabi(await named(file, readFile(file)), file);
}

/**
 * Tasks from a folder as it is published: `en`, `en-10k`, or the one that holds them. A joint data set of all tasks is
 * `tasks.flatMap(({ train }) => train)`.
 *
 * @throws BabiFileError if the folder or a file of it is missing or malformed; RangeError for a task or size that does not
 * exist.
 */
export async function readBabiFolder(
  folder: string,
  { tasks, size }: BabiFolderOptions = {},
): Promise<BabiTaskStories[]> {
  tasks?.forEach((task, index) => checkInteger(`tasks[${index}]`, task, { low: 1, high: babiTasks.length }));
  if (size !== undefined && !['en', 'en-10k'].includes(size)) {
    throw new RangeError(`size must be 'en' or 'en-10k', got '${String(size)}'`);
  }
  const chosen = await folderOfSize(folder, size);
  const files = new Map<string, string[]>();
  for (const file of (await named(chosen, readdir(chosen))).sort()) {
    const [, task, part] = /^qa(\d+)_.*(train|test)\.txt$/.exec(file) ?? [];
    if (task !== undefined) files.set(`${task} ${part}`, [...(files.get(`${task} ${part}`) ?? []), file]);
  }
  const there = babiTasks.map(({ number }) => number).filter((task) => files.has(`${task} train`));
  if (there.length === 0) {
    throw new BabiFileError(chosen, undefined, 'there are no bAbI files in it, such as qa1_*_train.txt');
  }
  const read = async (task: number, part: 'train' | 'test') => {
    const found = files.get(`${task} ${part}`) ?? [];
    const wanted = `qa${task}_*_${part}.txt`;
    if (found.length !== 1) {
      const what = found.length ? `${found.length} files` : 'no file';
      throw new BabiFileError(chosen, undefined, `${what} ${wanted}; tasks there: ${there.join(', ')}`);
    }
    return readBabiFile(join(chosen, found[0]));
  };
  const result: BabiTaskStories[] = [];
  for (const task of tasks ?? there) {
    result.push({ ...babiTasks[task - 1], train: await read(task, 'train'), test: await read(task, 'test') });
  }
  return result;
}

/** The folder with the files: one of the published two inside the one given, or that itself. */
async function folderOfSize(folder: string, size: BabiFolderOptions['size']): Promise<string> {
  const entries = await named(folder, readdir(folder));
  const inside = (size ? [size] : ['en', 'en-10k']).find((name) => entries.includes(name));
  if (inside !== undefined) return join(folder, inside);
  if (size !== undefined && basename(resolve(folder)) !== size) {
    throw new BabiFileError(folder, undefined, `there is no folder '${size}' in it`);
  }
  return folder;
}
