import { join } from 'node:path';
import { FailedError } from '../errors.js';
import { exitCodes } from '../exit-codes.js';
import { commandLine } from '../invocation.js';
import type { Console } from '../output/console.js';
import { count } from '../output/format.js';
import type { Assignment, TrainCall } from './train.js';
import type { LastEvent } from './watch.js';
import type { Work } from './work.js';

/**
 * Says how a run ended, and shows what came of it.
 *
 * @returns the exit code
 * @throws FailedError if it diverged, or its pictures cannot be written.
 */
export async function conclude(
  last: LastEvent,
  { store }: Pick<Assignment, 'store'>,
  work: Work,
  { flags, command }: Pick<TrainCall, 'flags' | 'command'>,
  console: Console,
): Promise<number> {
  if (last.type === 'diverged') {
    const stored = (await store.steps()).at(-1) ?? 0;
    throw new FailedError(`${last.message}; the run is stored up to step ${stored}; ${work.remedy} may help`);
  }
  if (last.type === 'interrupted') {
    console.note(`Interrupted after step ${count(last.step)}. To go on:`);
    console.note(
      `  ${flags.resume === undefined ? commandLine(['train', '--resume', store.name]) : command}`,
    );
    return exitCodes.interrupted;
  }
  if (!flags.json) for (const line of work.summary(await store.metrics())) console.print(line);
  const files = flags.pictures ? await work.pictures(join(store.name, 'pictures'), last.step) : [];
  if (flags.json) {
    if (flags.pictures) console.printJson({ type: 'pictures', files });
  } else {
    for (const file of files) console.print(`Picture      ${file}`);
    console.print(`The run      ${store.name}`);
    console.print(`Evaluate it  ${commandLine(['evaluate', store.name])}`);
  }
  return exitCodes.success;
}
