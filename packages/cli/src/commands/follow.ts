import { join } from 'node:path';
import { train } from '@loci/train';
import type { Compile } from '@loci/train';
import { engines } from '../engines/table.js';
import { failureOf } from '../errors.js';
import { Interruption } from '../interruption.js';
import type { Console } from '../output/console.js';
import { count } from '../output/format.js';
import { createProgress } from '../output/progress.js';
import { aboutOf, inFile } from '../run/about.js';
import { modelFor } from '../run/model.js';
import type { Model } from '../run/model.js';
import { modelTitles } from '../run/models.js';
import { conclude } from './conclude.js';
import type { Assignment, TrainCall } from './train.js';
import { watch } from './watch.js';

/** Carries out an assignment and tells of it. @returns the exit code */
export async function follow(assignment: Assignment, call: Call, console: Console): Promise<number> {
  const interruption = new Interruption(console.broken);
  try {
    const compile = await engines[assignment.engine].start();
    const model = modelOf(assignment);
    try {
      const last = await run(assignment, model, { call, compile, signal: interruption.signal, console });
      return await conclude(last, assignment, model, call, console).catch((error: unknown) => {
        throw failureOf(error);
      });
    } finally {
      model.cell.dispose();
    }
  } finally {
    interruption.dispose();
  }
}

type Call = Pick<TrainCall, 'flags' | 'command'>;

function modelOf({ configuration, store, resume }: Assignment): Model {
  const build = () => modelFor(configuration.model, configuration.task, configuration.settings.seed);
  return resume ? inFile(join(store.name, 'run.json'), 'about.model', build) : build();
}

interface RunOptions {
  readonly call: Call;
  readonly compile: Compile;
  readonly signal: AbortSignal;
  readonly console: Console;
}

function run(assignment: Assignment, model: Model, { call, compile, signal, console }: RunOptions) {
  const { configuration, engine, store, resume } = assignment;
  const { task, settings, stop, evaluate, checkpoint } = configuration;
  const { json = false, quiet = false } = call.flags;
  const about = aboutOf(configuration, engine, call.command);
  const trained = { ...settings, model: model.trainable, task };
  const events = train({ ...trained, stop, evaluate, checkpoint, store, resume, about, signal, compile });
  return watch(events, {
    configuration,
    signal,
    begin() {
      if (json) console.printJson(runEvent(assignment, model));
      if (!quiet) console.note(heading(assignment, model));
      return createProgress(console.stderr, quiet);
    },
    tell: (event) => json && console.printJson(event),
  });
}

/** The first line of `--json`: what is trained, and where it is kept. */
const runEvent = ({ configuration, engine, store }: Assignment, { parameters }: Model) => ({
  type: 'run',
  folder: store.name,
  task: configuration.task.name,
  preset: configuration.preset,
  seed: configuration.settings.seed,
  engine,
  parameters,
  steps: configuration.stop.steps,
});

const heading = ({ configuration, engine, store, resume }: Assignment, { parameters }: Model): string => {
  const { task, model, preset, settings } = configuration;
  return [
    `${resume ? 'Going on to train' : 'Training'} ${modelTitles[model.model]} on ${task.name}: ${count(parameters)} parameters`,
    `Preset ${preset}, seed ${settings.seed}, engine ${engine}; kept in ${store.name}`,
  ].join('\n');
};
