import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Json } from '@loci/train';
import { writeFiles } from '@loci/train/node';
import { z } from 'zod';
import { UsageError, messageOf } from '../errors.js';
import type { Cell, CellResult, Suite } from './suite.js';

const headerSchema = z.object({
  format: z.literal('loci-suite'),
  version: z.literal(1),
  suite: z.string(),
  steps: z.int(),
});

const SUITE_FILE = 'suite.json';
const RESULT_FILE = 'result.json';

/**
 * The results of a suite in a folder:
 *
 *     suite.json                          which suite, with how many steps
 *     <task>/<model>/seed-1/result.json   what a cell gave; beside it what the cell keeps for itself
 *
 * A result is there as a whole or not at all; cells without one are still to be run.
 */
export class SuiteResults<Result extends Json> {
  constructor(
    readonly folder: string,
    private readonly suite: Suite<Result>,
  ) {}

  /**
   * Begins a folder, or goes on with it.
   *
   * @throws UsageError if the folder holds the results of another suite, or with another number of steps.
   */
  async open(name: string, steps: number): Promise<void> {
    const file = join(this.folder, SUITE_FILE);
    const header = await readJson(file, headerSchema);
    if (header === undefined) {
      await writeJson(this.folder, SUITE_FILE, { format: 'loci-suite', version: 1, suite: name, steps });
    } else if (header.suite !== name || header.steps !== steps) {
      throw new UsageError(
        `${this.folder}: holds the suite '${header.suite}' with ${header.steps} steps, not '${name}' with ${steps}; ` +
          'another --out begins anew',
      );
    }
  }

  folderOf({ task, model, seed }: Cell): string {
    return join(this.folder, task, model, `seed-${seed}`);
  }

  /** @throws UsageError if the file is damaged. */
  async of(cell: Cell): Promise<CellResult<Result> | undefined> {
    const result = await readJson(join(this.folderOf(cell), RESULT_FILE), this.suite.result);
    return result === undefined ? undefined : { ...cell, result };
  }

  async keep(cell: Cell, result: Result): Promise<void> {
    await writeJson(this.folderOf(cell), RESULT_FILE, result);
  }
}

const writeJson = (folder: string, name: string, value: Json): Promise<unknown> =>
  writeFiles(folder, { [name]: `${JSON.stringify(value, null, 2)}\n` });

/** Undefined if the file is not there. @throws UsageError that names the file */
async function readJson<Value>(file: string, schema: z.ZodType<Value>): Promise<Value | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new UsageError(`${file}: cannot be read: ${messageOf(error)}`, { cause: error });
  }
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const problem = issue ? `${issue.path.join('.')}: ${issue.message}` : messageOf(cause);
    throw new UsageError(`${file}: is damaged: ${problem}; without the file its cell is run again`, {
      cause,
    });
  }
}
