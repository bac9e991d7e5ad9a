import { join } from 'node:path';
import type { Cell } from '@loci/controllers';
import type { ConfiguredTask } from '@loci/tasks';
import { train } from '@loci/train';
import type { FinishedEvent } from '@loci/train';
import { RunFolder } from '@loci/train/node';
import type { RunningEvent } from '../commands/work.js';
import { FailedError } from '../errors.js';
import type { PlayedConfiguration } from '../played/configuration.js';
import { createMachine } from '../played/machine.js';
import type { Machine } from '../played/machine.js';
import { aboutPlayed } from '../played/record.js';
import { trainPlayed } from '../played/train-played.js';
import { aboutOf } from '../run/about.js';
import { modelFor, takeOver } from '../run/model.js';
import type { Model } from '../run/model.js';
import type { Preset } from '../run/models.js';
import { withTrainingFlags } from '../run/training-options.js';
import type { CellContext } from './suite.js';

/** A run of a cell: a preset on a task, with a seed. */
export interface RunOptions {
  /** The name of its folder within that of the cell. */
  readonly name: string;
  /** What the preset is called in `run.json`. */
  readonly presetName: string;
  readonly preset: Preset;
  readonly task: ConfiguredTask<object>;
  readonly seed: number;
  /** Bits a sequence, on all lengths, at which it ends before its steps are taken. @defaultValue it goes on */
  readonly enough?: number;
  /** What another run has trained, to begin with its weights; it is freed. @defaultValue weights are drawn */
  readonly from?: Cell | undefined;
}

/** Steps; what a process that is killed loses at most. */
const CHECKPOINT_EVERY = 500;

/**
 * Trains a model in a folder of its own, from its beginning or from where it stopped; `loci evaluate` takes the folder as
 * it takes that of `loci train`.
 *
 * @returns the model, which is the caller's to dispose; undefined if the run was interrupted
 * @throws FailedError if it diverged.
 */
export async function trainRun(
  { from, ...options }: RunOptions,
  context: CellContext,
): Promise<Model | undefined> {
  const { name, preset, task, seed, enough } = options;
  const { steps, engine, compile, signal } = context;
  const settings = withTrainingFlags(preset.training, {}, seed, preset.steps ? steps / preset.steps : 1);
  const folder = join(context.folder, name);
  const model = modelFor(preset.model, task, seed);
  if (from) takeOver(model.cell, from);
  const stop = { steps, ...(enough !== undefined && { target: { bits: enough } }) };
  const checkpoint = { every: CHECKPOINT_EVERY };
  const configuration = {
    ...options,
    preset: options.presetName,
    model: preset.model,
    settings,
    stop,
    checkpoint,
  };
  const about = aboutOf({ ...configuration, evaluate: { every: steps } }, engine, '');
  const store = new RunFolder(folder);
  const events = train({
    ...settings,
    ...{ model: model.trainable, task, stop, checkpoint, store, resume: true, about, signal, compile },
  });
  return (await toItsEnd(events, () => model.cell.dispose())) && model;
}

/** A machine and how its training ended. */
export interface TrainedMachine {
  readonly machine: Machine;
  readonly last: FinishedEvent;
}

/** The same for a task that is played; no episodes are evaluated. */
export async function trainPlayedRun(
  { name, configuration }: { readonly name: string; readonly configuration: PlayedConfiguration },
  { engine, compile, folder, signal }: CellContext,
): Promise<TrainedMachine | undefined> {
  const machine = createMachine(configuration.model, configuration.seeds, configuration.task);
  const store = new RunFolder(join(folder, name));
  const about = aboutPlayed(configuration, engine, '');
  const context = { store, resume: true, about, compile, signal };
  const events = trainPlayed({ ...configuration, evaluate: undefined }, machine, context);
  const last = await toItsEnd(events, () => machine.dispose());
  return last && { machine, last };
}

/**
 * Follows a run to its end. What was trained is dropped unless the run finished.
 *
 * @returns undefined if it was interrupted
 * @throws FailedError if it diverged.
 */
async function toItsEnd(
  events: AsyncIterable<RunningEvent>,
  drop: () => void,
): Promise<FinishedEvent | undefined> {
  let last: RunningEvent | undefined;
  try {
    for await (const event of events) last = event;
  } catch (error) {
    drop();
    throw error;
  }
  if (last?.type === 'finished') return last;
  drop();
  if (last?.type === 'diverged') throw new FailedError(last.message);
  return undefined;
}
