import { join } from 'node:path';
import type { MetricsLine } from '@loci/train';
import { FailedError } from '../errors.js';
import { exitCodes } from '../exit-codes.js';
import { commandLine } from '../invocation.js';
import type { Console } from '../output/console.js';
import { count, duration } from '../output/format.js';
import { scoresTable } from '../output/scores.js';
import { drawPictures } from '../pictures.js';
import { trainedLengths } from '../run/configuration.js';
import type { Model } from '../run/model.js';
import type { Assignment, TrainCall } from './train.js';
import type { LastEvent } from './watch.js';

/**
 * Says how a run ended, and shows what came of it.
 *
 * @returns the exit code
 * @throws FailedError if it diverged, or its pictures cannot be written.
 */
export async function conclude(
  last: LastEvent,
  assignment: Assignment,
  model: Model,
  { flags, command }: Pick<TrainCall, 'flags' | 'command'>,
  console: Console,
): Promise<number> {
  const { store } = assignment;
  if (last.type === 'diverged') {
    const stored = (await store.steps()).at(-1) ?? 0;
    throw new FailedError(
      `${last.message}; the run is stored up to step ${stored}; a smaller --rate or --clip-norm may help`,
    );
  }
  if (last.type === 'interrupted') {
    console.note(`Interrupted after step ${count(last.step)}. To go on:`);
    console.note(
      `  ${flags.resume === undefined ? commandLine(['train', '--resume', store.name]) : command}`,
    );
    return exitCodes.interrupted;
  }
  if (!flags.json) await showScores(assignment, console);
  const files = flags.pictures ? await pictures(assignment, model, last.step) : [];
  if (flags.json) {
    if (flags.pictures) console.printJson({ type: 'pictures', files });
  } else {
    for (const file of files) console.print(`Picture      ${file}`);
    console.print(`The run      ${store.name}`);
    console.print(`Evaluate it  ${commandLine(['evaluate', store.name])}`);
  }
  return exitCodes.success;
}

const lastOf = <Type extends MetricsLine['type']>(lines: readonly MetricsLine[], type: Type) =>
  lines.findLast((line): line is Extract<MetricsLine, { type: Type }> => line.type === type);

/** How long it took, and how well it does by length. */
async function showScores({ configuration, store }: Assignment, console: Console): Promise<void> {
  const metrics = await store.metrics();
  const progress = lastOf(metrics, 'progress');
  const evaluation = lastOf(metrics, 'evaluation');
  if (progress) {
    const { step, sequences, seconds } = progress;
    console.print(
      `Trained for ${count(step)} steps, ${count(sequences)} sequences, in ${duration(seconds)}.\n`,
    );
  }
  if (evaluation) {
    const lines = scoresTable(configuration.task, trainedLengths(configuration), evaluation.scores);
    console.print(`${lines.join('\n')}\n`);
  }
}

/** What the model does with one sequence as long as the longest it was trained on, and one of the longest in the test. */
function pictures({ configuration, store }: Assignment, { cell }: Model, step: number) {
  const { task, evaluate, settings } = configuration;
  const longest = Math.max(...(evaluate.lengths ?? task.test));
  return drawPictures(join(store.name, 'pictures'), {
    cell,
    task,
    lengths: [...new Set([trainedLengths(configuration).high, longest])],
    seed: settings.seed,
    subtitle: `${configuration.preset}, seed ${settings.seed}, after ${count(step)} steps`,
  });
}
