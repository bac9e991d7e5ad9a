import { RandomStream } from '@loci/random';
import { createTask, tasks } from '@loci/tasks';
import { defaultEngine, engines } from '../engines/table.js';
import { exitCodes } from '../exit-codes.js';
import type { Console } from '../output/console.js';
import { playedNames, playedTask } from '../played/names.js';
import { playedPresets } from '../played/presets.js';
import { defaultPreset } from '../run/configuration.js';
import { presetsOf } from '../run/models.js';
import { knownName } from '../suggest.js';
import { ListText } from './list-text.js';
import type { OutputFlags } from './output-options.js';

/** What is listed of a task. */
export type ListedTask = ReturnType<typeof listedTask>;

function listedTask(name: string) {
  const isPlayed = playedNames.includes(name);
  const task = isPlayed ? playedTask(name) : createTask(name);
  const { description, source, train, test } = task;
  const options = isPlayed ? {} : createTask(name).options;
  const presets = Object.entries(isPlayed ? playedPresets(task.name) : presetsOf(name))
    .map(([preset, { source, steps }]) => ({
      name: preset,
      source,
      steps,
      default: preset === defaultPreset,
    }))
    .sort((a, b) => Number(b.default) - Number(a.default));
  return { name, description, source, train, test, options, presets, isPlayed };
}

/** What is listed of an engine. */
export type ListedEngine = ReturnType<typeof listedEngines>[number];

const listedEngines = () =>
  Object.entries(engines).map(([name, { description }]) => ({
    name,
    description,
    default: name === defaultEngine,
  }));

/** The seed of the examples: they are the same each time. */
const EXAMPLE_SEED = 1;

/** `loci list [task]`. @returns the exit code @throws UsageError if there is no such task */
export function listCommand(name: string | undefined, flags: OutputFlags, console: Console): number {
  const names = [...Object.keys(tasks), ...playedNames];
  const listed = (name === undefined ? names : [knownName('task', name, names)]).map(listedTask);
  if (flags.json) {
    console.printJson({ tasks: listed, engines: listedEngines() });
    return exitCodes.success;
  }
  const text = new ListText(console.columns);
  const last =
    name === undefined
      ? text.engines(listedEngines())
      : (listed[0].isPlayed ? playedTask(name) : createTask(name)).example(
          RandomStream.fromSeed(EXAMPLE_SEED),
        );
  console.print([...listed.map((task) => text.task(task)), last].join('\n\n'));
  return exitCodes.success;
}
