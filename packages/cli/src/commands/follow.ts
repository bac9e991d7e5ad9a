import { train } from '@loci/train';
import { engines } from '../engines/table.js';
import { Interruption } from '../interruption.js';
import type { Console } from '../output/console.js';
import { count } from '../output/format.js';
import { createProgress } from '../output/progress.js';
import { aboutOf } from '../run/about.js';
import { modelFor } from '../run/model.js';
import type { Model } from '../run/model.js';
import { conclude } from './conclude.js';
import type { Assignment, TrainCall } from './train.js';
import { watch } from './watch.js';

/** Carries out an assignment and tells of it. @returns the exit code */
export async function follow(
  assignment: Assignment,
  { flags, command }: Pick<TrainCall, 'flags' | 'command'>,
  console: Console,
): Promise<number> {
  const { configuration, engine, store, resume } = assignment;
  const { task, settings } = configuration;
  const interruption = new Interruption(console.broken);
  try {
    const compile = await engines[engine].start();
    const model = modelFor(configuration.model, task, settings.seed);
    const events = train({
      ...settings,
      model: model.trainable,
      task,
      stop: configuration.stop,
      evaluate: configuration.evaluate,
      checkpoint: configuration.checkpoint,
      store,
      resume,
      about: aboutOf(configuration, engine, command),
      signal: interruption.signal,
      compile,
    });
    const last = await watch(events, {
      configuration,
      signal: interruption.signal,
      begin() {
        if (flags.json) console.printJson(runEvent(assignment, model));
        if (!flags.quiet) console.note(heading(assignment, model));
        return createProgress(console.stderr, flags.quiet ?? false);
      },
      tell: (event) => flags.json && console.printJson(event),
    });
    return await conclude(last, assignment, { flags, command }, console);
  } finally {
    interruption.dispose();
  }
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

const modelNames = { ntm: 'an NTM', lstm: 'an LSTM without memory' };

const heading = ({ configuration, engine, store, resume }: Assignment, { parameters }: Model): string => {
  const { task, model, preset, settings } = configuration;
  return [
    `${resume ? 'Going on to train' : 'Training'} ${modelNames[model.model]} on ${task.name}: ${count(parameters)} parameters`,
    `Preset ${preset}, seed ${settings.seed}, engine ${engine}; kept in ${store.name}`,
  ].join('\n');
};
