import { join } from 'node:path';
import type { Cell } from '@loci/controllers';
import { evaluate, restoreWeights } from '@loci/train';
import { engines } from '../engines/table.js';
import { UsageError } from '../errors.js';
import { exitCodes } from '../exit-codes.js';
import type { Console } from '../output/console.js';
import { count } from '../output/format.js';
import { scoresTable } from '../output/scores.js';
import { drawPictures } from '../pictures.js';
import { evaluatePlayed } from '../played/evaluate.js';
import { inFile } from '../run/about.js';
import { chooseCheckpoint } from '../run/choose-checkpoint.js';
import { trainedLengths } from '../run/configuration.js';
import { modelFor, roundedCell, trainableOf } from '../run/model.js';
import { openRun } from '../run/stored-run.js';
import type { EvaluateFlags } from './evaluate-options.js';

/** `loci evaluate <run>`. @returns the exit code */
export async function evaluateCommand(
  folder: string,
  flags: EvaluateFlags,
  console: Console,
): Promise<number> {
  const run = await openRun(folder);
  if (run.kind === 'episodes') return evaluatePlayed(run.store, run.recorded, flags, console);
  if (flags.picture)
    throw new UsageError(`--picture is for tasks that are played; --pictures draws ${folder}`);
  const { store, recorded } = run;
  const { task, settings } = recorded;
  const compile = await engines[flags.engine].start();
  const { step, checkpoint } = await chooseCheckpoint(store, flags.checkpoint);
  const model = inFile(join(folder, 'run.json'), 'about.model', () =>
    modelFor(recorded.model, task, settings.seed),
  );
  try {
    restoreWeights(model.trainable, checkpoint, store.where(step));
    const { lengths = recorded.evaluate.lengths ?? task.test, sequences, batch, seed } = flags;
    const cell = flags.rounded ? roundedView(model.cell, folder) : model.cell;
    const tested = trainableOf(cell, task);
    const scores = await evaluate({ model: tested, task, lengths, sequences, batch, seed, compile });
    if (flags.json) {
      console.printJson({ type: 'evaluation', folder, task: task.name, step, seed, scores });
    } else {
      const how = flags.rounded ? ', actions rounded' : '';
      console.print(`${task.name}, ${folder}, checkpoint of step ${count(step)}${how}\n`);
      console.print(scoresTable(task, trainedLengths(recorded), scores).join('\n'));
    }
    if (flags.pictures === undefined) return exitCodes.success;
    const subtitle = `${recorded.preset}, seed ${settings.seed}, after ${count(step)} steps`;
    const drawn = { cell, task, lengths, seed, subtitle };
    const files = await drawPictures(flags.pictures, drawn);
    if (flags.json) console.printJson({ type: 'pictures', files });
    else console.print(['', ...files.map((file) => `Picture  ${file}`)].join('\n'));
    return exitCodes.success;
  } finally {
    model.cell.dispose();
  }
}

/** @throws UsageError if the cell has no actions. */
function roundedView(cell: Cell, folder: string): Cell {
  const rounded = roundedCell(cell);
  if (rounded) return rounded;
  throw new UsageError(`--rounded is for networks with stacks, lists or tapes; that of ${folder} has none`);
}
