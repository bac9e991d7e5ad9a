import { join } from 'node:path';
import { tasks } from '@loci/tasks';
import type { RunStore } from '@loci/train';
import { RunFolder } from '@loci/train/node';
import { engineNames, defaultEngine } from '../engines/table.js';
import type { EngineName } from '../engines/table.js';
import { UsageError } from '../errors.js';
import type { Console } from '../output/console.js';
import { count } from '../output/format.js';
import { checkPlayedFlags, configurePlayed, continuedPlayed } from '../played/configuration.js';
import { playedName, playedNames } from '../played/names.js';
import { playedWork } from '../played/work.js';
import { inFile } from '../run/about.js';
import { configure, continued } from '../run/configuration.js';
import { newRunFolder } from '../run/folder.js';
import { openRun } from '../run/stored-run.js';
import type { StoredRun } from '../run/stored-run.js';
import { knownName } from '../suggest.js';
import { follow } from './follow.js';
import { sequenceWork } from './sequence-work.js';
import { playedFlags } from './train-options.js';
import type { TrainFlags } from './train-options.js';
import type { Work } from './work.js';

/** What is to be trained, and where it is kept. */
export interface Assignment {
  readonly engine: EngineName;
  readonly store: RunStore;
  /** Whether the store holds the run already. */
  readonly resume: boolean;
  /** Builds what is trained. @throws RangeError, UsageError for options out of range */
  open(): Work;
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

function begin({ task, flags, identityFlags, command }: TrainCall): Assignment {
  if (task === undefined) throw new UsageError("which task? 'loci list' shows the tasks there are");
  knownName('task', task, [...Object.keys(tasks), ...playedNames]);
  const engine = flags.engine ?? defaultEngine;
  const place = (): Omit<Assignment, 'open'> => ({
    engine,
    store: new RunFolder(flags.out ?? newRunFolder(task, new Date())),
    resume: false,
  });
  if (playedNames.includes(task)) {
    checkPlayedFlags(task, identityFlags);
    const configuration = configurePlayed(task, flags);
    const assignment = place();
    return { ...assignment, open: () => playedWork(configuration, { ...assignment, command }) };
  }
  const misfit = identityFlags.find((flag) => playedFlags.includes(flag));
  if (misfit !== undefined) {
    throw new UsageError(`${misfit} is for tasks that are played: ${playedNames.join(', ')}`);
  }
  const configuration = configure(task, flags);
  const assignment = place();
  return { ...assignment, open: () => sequenceWork(configuration, { ...assignment, command }) };
}

async function goOn(folder: string, call: TrainCall, console: Console): Promise<Assignment> {
  const { task, flags, identityFlags, command } = call;
  if (identityFlags.length > 0) {
    throw new UsageError(
      `${identityFlags.join(', ')}: cannot be changed; with --resume a run keeps what it began with`,
    );
  }
  const stored = await openRun(folder);
  const { store, recorded } = stored;
  const name = stored.kind === 'episodes' ? playedName(stored.recorded.task) : recorded.task.name;
  if (task !== undefined && task !== name) {
    throw new UsageError(`${folder}: holds a run of '${name}', not of '${task}'`);
  }
  const engine = flags.engine ?? knownName('engine', recorded.engine, engineNames);
  const note = noteOn(stored, flags, (await store.steps()).at(-1) ?? 0);
  if (note !== undefined) console.note(note);
  const assignment = { engine, store, resume: true };
  const context = { ...assignment, command };
  return {
    ...assignment,
    open: () =>
      inFile(join(store.name, 'run.json'), 'about.model', () =>
        stored.kind === 'episodes'
          ? playedWork(continuedPlayed(stored.recorded, flags), context)
          : sequenceWork(continued(stored.recorded, flags), context),
      ),
  };
}

/** What somebody who goes on with a run after so many steps may not expect. */
function noteOn({ kind, recorded }: StoredRun, flags: TrainFlags, step: number): string | undefined {
  const steps = flags.steps ?? recorded.stop.steps;
  if (steps !== undefined && steps <= step) {
    return `note: the run has had its ${count(steps)} steps; --steps gives it more`;
  }
  if (kind === 'episodes') {
    const { updates } = recorded.settings;
    return step < updates
      ? undefined
      : 'note: the learning rate of this run has fallen to a tenth; begin a longer one with more --steps';
  }
  const { decay } = typeof recorded.settings.rate === 'object' ? recorded.settings.rate : {};
  if (!decay || decay.to || step < (decay.begin.step ?? Infinity) + decay.steps) return undefined;
  return 'note: the learning rate of this run has fallen to 0, it learns no more; begin a longer one with more --steps';
}
