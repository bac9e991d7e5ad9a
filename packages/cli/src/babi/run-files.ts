import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removeUnfinished, writeFiles } from '@loci/train/node';
import { FailedError, messageOf, UsageError } from '../errors.js';
import type { StoredNetwork } from './network-file.js';
import { writeNetwork } from './network-file.js';
import { resultSchema } from './settings.js';
import type { BabiJob, BabiResult, BabiSettings } from './settings.js';

/** Whether two jobs train the same network. */
export const isSameJob = (a: BabiJob, b: BabiJob): boolean =>
  a.restart === b.restart && a.tasks.join() === b.tasks.join();

/** The file of the best network of some tasks. */
export const networkFile = (tasks: readonly number[]): string =>
  tasks.length === 1 ? `task-${String(tasks[0]).padStart(2, '0')}.json` : `tasks-${tasks.join('-')}.json`;

/**
 * What `loci babi` keeps in a folder:
 *
 *     babi.json        the settings, and the command that made it
 *     results.jsonl    one line for every restart that came to its end
 *     task-01.json     the best network of a task (or of all, if it is a joint one)
 *
 * A network is stored before its result: whenever the process is killed, every result that stands there has been told, and
 * the same command goes on with the restarts that do not.
 */
export class BabiFolder {
  private constructor(
    readonly path: string,
    private readonly before: BabiResult[],
  ) {}

  /** Opens a folder, or makes it. @throws UsageError if it holds a run with other settings, or cannot be used. */
  static async open(path: string, settings: BabiSettings, command: string): Promise<BabiFolder> {
    const file = join(path, 'babi.json');
    const stored = await textOf(file);
    if (stored === undefined) {
      const record = { format: 'loci-babi', version: 1, command, settings };
      await writeFiles(path, { 'babi.json': `${JSON.stringify(record, null, 2)}\n` });
    } else {
      checkSettings(file, stored, settings);
      await removeUnfinished(path);
    }
    return new BabiFolder(path, await storedResults(join(path, 'results.jsonl')));
  }

  get results(): readonly BabiResult[] {
    return this.before;
  }

  /** Stores a result, and its network if it is the best so far. */
  async add(result: BabiResult, best: StoredNetwork | undefined): Promise<void> {
    if (best) await writeNetwork(join(this.path, networkFile(result.tasks)), best);
    try {
      await appendFile(join(this.path, 'results.jsonl'), `${JSON.stringify(result)}\n`);
    } catch (error) {
      throw new FailedError(`${this.path}: a result cannot be stored: ${messageOf(error)}`, { cause: error });
    }
    this.before.push(result);
  }
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`${file}: cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function checkSettings(file: string, text: string, settings: BabiSettings): void {
  let stored: Record<string, unknown>;
  try {
    stored = (JSON.parse(text) as { settings: Record<string, unknown> }).settings;
  } catch {
    throw new UsageError(`${file}: is damaged: it is not JSON`);
  }
  const now = { ...settings } as Record<string, unknown>;
  const other = [...new Set([...Object.keys(stored ?? {}), ...Object.keys(now)])].find(
    (name) => stored?.[name] !== now[name],
  );
  if (other === undefined) return;
  throw new UsageError(
    `${file}: holds a run with ${other} ${String(stored?.[other])}, not ${String(now[other])}: give another --out`,
  );
}

/** A last line without an end was cut off when a process was killed: that restart is done again. */
async function storedResults(file: string): Promise<BabiResult[]> {
  const text = (await textOf(file)) ?? '';
  const lines = text.split('\n');
  const results = lines.slice(0, -1).map((line, index) => {
    try {
      return resultSchema.parse(JSON.parse(line)) as BabiResult;
    } catch {
      throw new UsageError(`${file}:${index + 1}: is damaged: it is no result`);
    }
  });
  const cut = lines.at(-1) ?? '';
  if (cut !== '') {
    await writeFiles(join(file, '..'), { 'results.jsonl': text.slice(0, text.length - cut.length) });
  }
  return results;
}
