import type { z } from 'zod';
import { RunFileError } from './errors.js';
import { problemOf } from './parse.js';

/** What the JSON files of a run begin with. */
interface Header {
  readonly format: unknown;
  readonly version: unknown;
}

const isHeader = (value: unknown): value is Header =>
  typeof value === 'object' && value !== null && 'format' in value && 'version' in value;

/** Runs something that interprets a file; whatever it stumbles over (such as JSON nested without end) is damage. */
export async function readingForm<T>(file: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof RunFileError) throw cause;
    const what = cause instanceof Error ? cause.message : String(cause);
    throw new RunFileError(file, 'corrupt', `is damaged: ${what}`, { cause });
  }
}

/** The value of a JSON file. @throws RunFileError */
export function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const what = text.trim() === '' ? 'is empty' : 'is damaged: it is not JSON (cut off, or overwritten)';
    throw new RunFileError(file, 'corrupt', what, { cause });
  }
}

/** @throws RunFileError unless the value is of that format, in a version that is known here. */
export function checkHeader(file: string, value: unknown, format: string, version: number): void {
  if (!isHeader(value) || value.format !== format) {
    throw new RunFileError(file, 'foreign', `is not a ${format} file`);
  }
  if (typeof value.version === 'number' && value.version > version) {
    const what = `was written by a newer version (format ${value.version}; this one reads ${version}): update @loci/train`;
    throw new RunFileError(file, 'newer', what);
  }
}

/** The value, if it has the form it should have. @throws RunFileError */
export function checkForm<T>(file: string, schema: z.ZodType<T>, value: unknown): T {
  const problem = problemOf(schema, value);
  if (problem !== undefined) throw new RunFileError(file, 'corrupt', `is damaged: ${problem}`);
  return schema.parse(value);
}
