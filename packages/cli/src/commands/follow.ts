import { engines } from '../engines/table.js';
import { failureOf } from '../errors.js';
import { Interruption } from '../interruption.js';
import type { Console } from '../output/console.js';
import { count } from '../output/format.js';
import { createProgress } from '../output/progress.js';
import { conclude } from './conclude.js';
import type { Assignment, TrainCall } from './train.js';
import { watch } from './watch.js';
import type { Work } from './work.js';

/** Carries out an assignment and tells of it. @returns the exit code */
export async function follow(
  assignment: Assignment,
  call: Pick<TrainCall, 'flags' | 'command'>,
  console: Console,
): Promise<number> {
  const { json = false, quiet = false } = call.flags;
  const interruption = new Interruption(console.broken);
  const { signal } = interruption;
  try {
    const compile = await engines[assignment.engine].start();
    const work = assignment.open();
    try {
      const last = await watch(work.events({ compile, signal }), {
        ...{ stop: work.stop, evaluateEvery: work.evaluateEvery, signal },
        begin() {
          if (json) console.printJson(runEvent(assignment, work));
          if (!quiet) console.note(heading(assignment, work));
          return createProgress(console.stderr, quiet);
        },
        tell: (event) => json && console.printJson(event),
      });
      return await conclude(last, assignment, work, call, console).catch((error: unknown) => {
        throw failureOf(error);
      });
    } finally {
      work.dispose();
    }
  } finally {
    interruption.dispose();
  }
}

/** The first line of `--json`: what is trained, and where it is kept. */
const runEvent = ({ engine, store }: Assignment, { task, preset, seed, parameters, stop }: Work) => ({
  type: 'run',
  folder: store.name,
  task,
  preset,
  seed,
  engine,
  parameters,
  steps: stop.steps,
});

const heading = ({ engine, store, resume }: Assignment, { title, preset, seed, parameters }: Work): string =>
  [
    `${resume ? 'Going on to train' : 'Training'} ${title}: ${count(parameters)} parameters`,
    `Preset ${preset}, seed ${seed}, engine ${engine}; kept in ${store.name}`,
  ].join('\n');
