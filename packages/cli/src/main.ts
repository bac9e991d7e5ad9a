import process from 'node:process';
import { CommanderError } from 'commander';
import { outcomeOf } from './errors.js';
import { exitCodes } from './exit-codes.js';
import { Console } from './output/console.js';
import type { Streams } from './output/console.js';
import { createProgram } from './program.js';

/**
 * The command `loci`.
 *
 * @param args what stands behind `loci`
 * @returns the exit code
 */
export async function main(args: readonly string[], streams: Streams = process): Promise<number> {
  const console = new Console(streams);
  let code: number = exitCodes.success;
  try {
    await createProgram(args, console, (ended) => (code = ended)).parseAsync(args, { from: 'user' });
  } catch (error) {
    code = tell(error, args, console);
  }
  try {
    await console.end();
  } catch (error) {
    code = tell(error, args, console);
  }
  return code;
}

/** What commander throws after it has shown what was asked for, or the help if nothing was. */
const shown = ['commander.version', 'commander.helpDisplayed', 'commander.help'];

/** Says in one line what went wrong. @returns the exit code */
function tell(error: unknown, args: readonly string[], console: Console): number {
  if (error instanceof CommanderError && shown.includes(error.code)) {
    return error.exitCode === 0 ? exitCodes.success : exitCodes.usage;
  }
  const { line, code } = outcomeOf(error);
  const wantsStack = args.includes('--stack-trace') || Boolean(process.env.LOCI_DEBUG);
  console.note(`error: ${line}`);
  if (wantsStack && error instanceof Error) console.note(stackOf(error));
  return code;
}

/** The stack of an error and of those that led to it. */
function stackOf(error: Error): string {
  const stack = error.stack ?? String(error);
  return error.cause instanceof Error ? `${stack}\ncaused by ${stackOf(error.cause)}` : stack;
}
