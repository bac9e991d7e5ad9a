import { createTask } from '@loci/tasks';
import type { OptionsData } from '@loci/tasks';
import type { About, Json, SequenceRunRecord } from '@loci/train';
import { z } from 'zod';
import { UsageError, messageOf } from '../errors.js';
import { versions } from '../versions.js';
import type { Configuration } from './configuration.js';
import { modelNames } from './models.js';
import type { ModelOptions } from './models.js';

const aboutSchema = z.object({
  preset: z.string(),
  engine: z.string(),
  model: z.looseObject({ model: z.enum(modelNames) }),
  task: z.record(z.string(), z.json()),
});

/** What is added to `run.json`, so that the run can be repeated and its model built again. */
export const aboutOf = ({ preset, model, task }: Configuration, engine: string, command: string): About => ({
  command,
  preset,
  engine,
  model: model as unknown as Json,
  task: task.options as Json,
  versions,
});

/** What a run was begun with. */
export interface Recorded extends Configuration {
  readonly engine: string;
}

/**
 * Reads back what `aboutOf` wrote.
 *
 * @param where the file, for messages
 * @throws UsageError if the run was written by something else, or its record was changed.
 */
export function recordedRun(record: SequenceRunRecord, where: string): Recorded {
  const { preset, engine, model, task } = parseAbout(aboutSchema, record.about, where);
  const { settings, stop, evaluate, checkpoint } = record;
  return {
    preset,
    engine,
    task: inFile(where, 'about.task', () => createTask(record.task, task as OptionsData)),
    model: model as unknown as ModelOptions,
    settings,
    stop,
    evaluate: evaluate ?? { every: 1000 },
    checkpoint,
  };
}

/** What this command added to a record. @throws UsageError if it is not what it adds */
export function parseAbout<T>(schema: z.ZodType<T>, about: About, where: string): T {
  const parsed = schema.safeParse(about);
  if (parsed.success) return parsed.data;
  const [{ path, message }] = parsed.error.issues;
  throw new UsageError(`${where}: not a run of this command: about.${path.join('.')}: ${message}`);
}

/** Whatever the content of a file makes go wrong is said of the file. */
export function inFile<Result>(where: string, part: string, use: () => Result): Result {
  try {
    return use();
  } catch (cause) {
    throw new UsageError(`${where}: ${part}: ${messageOf(cause)}`, { cause });
  }
}
