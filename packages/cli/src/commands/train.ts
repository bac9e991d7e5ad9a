import { RunFolder } from '@loci/train/node';
import { engineNames, defaultEngine } from '../engines/table.js';
import type { EngineName } from '../engines/table.js';
import { UsageError } from '../errors.js';
import type { Console } from '../output/console.js';
import { count } from '../output/format.js';
import { configure, continued } from '../run/configuration.js';
import type { Configuration } from '../run/configuration.js';
import { newRunFolder } from '../run/folder.js';
import { openRun } from '../run/stored-run.js';
import { knownName } from '../suggest.js';
import { follow } from './follow.js';
import type { TrainFlags } from './train-options.js';

/** What is to be trained, and where it is kept. */
export interface Assignment {
  readonly configuration: Configuration;
  readonly engine: EngineName;
  readonly store: RunFolder;
  /** Whether the store holds the run already. */
  readonly resume: boolean;
}

/** A call of the command, as it was typed. */
export interface TrainCall {
  readonly task: string | undefined;
  readonly flags: TrainFlags;
  /** Those of the flags that say what a run is. */
  readonly identityFlags: readonly string[];
  /** All of it, to be written into `run.json`. */
  readonly command: string;
}

/** `loci train <task>` and `loci train --resume <folder>`. @returns the exit code */
export async function trainCommand(call: TrainCall, console: Console): Promise<number> {
  const { flags, command } = call;
  const assignment = flags.resume === undefined ? begin(call) : await goOn(flags.resume, call, console);
  return follow(assignment, { flags, command }, console);
}

function begin({ task, flags }: TrainCall): Assignment {
  if (task === undefined) throw new UsageError("which task? 'loci list' shows the tasks there are");
  const configuration = configure(task, flags);
  return {
    configuration,
    engine: flags.engine ?? defaultEngine,
    store: new RunFolder(flags.out ?? newRunFolder(task, new Date())),
    resume: false,
  };
}

async function goOn(
  folder: string,
  { task, flags, identityFlags }: TrainCall,
  console: Console,
): Promise<Assignment> {
  if (identityFlags.length > 0) {
    throw new UsageError(
      `${identityFlags.join(', ')}: cannot be changed; with --resume a run keeps what it began with`,
    );
  }
  const { store, recorded } = await openRun(folder);
  if (task !== undefined && task !== recorded.task.name) {
    throw new UsageError(`${folder}: holds a run of '${recorded.task.name}', not of '${task}'`);
  }
  const configuration = continued(recorded, flags);
  const note = noteOn(configuration, (await store.steps()).at(-1) ?? 0);
  if (note !== undefined) console.note(note);
  return {
    configuration,
    engine: flags.engine ?? knownName('engine', recorded.engine, engineNames),
    store,
    resume: true,
  };
}

/** What somebody who goes on with a run after so many steps may not expect. */
function noteOn({ settings, stop }: Configuration, step: number): string | undefined {
  if (stop.steps !== undefined && stop.steps <= step) {
    return `note: the run has had its ${count(stop.steps)} steps; --steps gives it more`;
  }
  const { decay } = typeof settings.rate === 'object' ? settings.rate : {};
  if (!decay || decay.to || step < (decay.begin.step ?? Infinity) + decay.steps) return undefined;
  return 'note: the learning rate of this run has fallen to 0, it learns no more; begin a longer one with more --steps';
}
