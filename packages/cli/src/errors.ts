import { CommanderError } from 'commander';
import { exitCodes } from './exit-codes.js';

/** The command cannot be carried out as it was given. The message is one line for people. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What had begun failed. The message is one line for people. */
export class FailedError extends Error {
  override readonly name = 'FailedError';
}

/** What the system says to sizes that do not fit into memory: tfjs hands it on as it is. */
const outOfMemory = /array buffer allocation failed|invalid (typed )?array length|invalid string length/i;

/** What went wrong, in one line. */
export function messageOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof RangeError && outOfMemory.test(message)) {
    return `not enough memory for sizes like these: make the model, the batch or the lengths smaller (${message})`;
  }
  // Commander begins its messages with what every line here begins with.
  return message
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ');
}

/** An error after a run had begun is the run's failure, no more the command's. */
export const failureOf = (error: unknown): FailedError => new FailedError(messageOf(error), { cause: error });

/**
 * Whether what was asked for is at fault, and not this program. Errors of files are known by their names: `@loci/train`
 * loads all of tfjs, which a misspelled option should not wait for.
 */
const isBadInput = (error: unknown): boolean =>
  error instanceof UsageError ||
  (error instanceof Error && ['RunFileError', 'BabiFileError'].includes(error.name)) ||
  error instanceof CommanderError ||
  (error instanceof RangeError && !error.message.startsWith('Maximum call stack'));

/** The line and the exit code for an error. */
export function outcomeOf(error: unknown): { readonly line: string; readonly code: number } {
  const line = messageOf(error);
  if (error instanceof FailedError) return { line, code: exitCodes.failed };
  if (isBadInput(error)) return { line, code: exitCodes.usage };
  return { line: `internal: ${line} (--stack-trace shows where)`, code: exitCodes.failed };
}
