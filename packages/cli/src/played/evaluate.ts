import { evaluateEpisodes, learnerVariables, restoreWeights } from '@loci/train';
import type { RunFolder } from '@loci/train/node';
import { join } from 'node:path';
import type { EvaluateFlags } from '../commands/evaluate-options.js';
import { engines } from '../engines/table.js';
import { UsageError } from '../errors.js';
import { exitCodes } from '../exit-codes.js';
import type { Console } from '../output/console.js';
import { count } from '../output/format.js';
import { inFile } from '../run/about.js';
import { chooseCheckpoint } from '../run/choose-checkpoint.js';
import { trainedLevels } from './configuration.js';
import { createMachine } from './machine.js';
import { playedName } from './names.js';
import { drawEpisodes, episodeText } from './pictures.js';
import type { PlayedRecord } from './record.js';
import { levelTable } from './scores.js';

/** The level of the episode that is shown as text, if there are no levels given. */
const SHOWN = 4;

/** `loci evaluate <run>` for a run of episodes. @returns the exit code */
export async function evaluatePlayed(
  store: RunFolder,
  recorded: PlayedRecord,
  flags: EvaluateFlags,
  console: Console,
): Promise<number> {
  const folder = store.name;
  if (flags.rounded) {
    throw new UsageError(`--rounded is for networks with stacks, lists or tapes; that of ${folder} has none`);
  }
  const { task, model, seeds } = recorded;
  const { lengths: levels = recorded.evaluate?.levels ?? task.test, sequences: episodes, seed } = flags;
  const compile = await engines[flags.engine].start();
  const { step, checkpoint } = await chooseCheckpoint(store, flags.checkpoint);
  const machine = inFile(join(folder, 'run.json'), 'about.model', () => createMachine(model, seeds, task));
  try {
    const { learner } = machine;
    restoreWeights({ variables: learnerVariables(learner) }, checkpoint, store.where(step));
    const scores = await evaluateEpisodes({ learner, task, levels, episodes, seed, compile });
    const name = playedName(task);
    if (flags.json) {
      console.printJson({ type: 'level-evaluation', folder, task: name, step, seed, scores });
    } else {
      console.print(`${name}, ${folder}, checkpoint of step ${count(step)}\n`);
      console.print(levelTable(trainedLevels(recorded), scores).join('\n'));
    }
    const shown = { machine, task, seed };
    if (flags.picture) {
      const { low, high } = trainedLevels(recorded);
      const level = flags.lengths?.[0] ?? Math.min(Math.max(SHOWN, low), high);
      const text = await episodeText({ ...shown, level });
      if (flags.json) console.printJson({ type: 'episode', level, text });
      else console.print(`\nAn episode of level ${count(level)}:\n\n${text}`);
    }
    if (flags.pictures === undefined) return exitCodes.success;
    const subtitle = `${recorded.preset}, seed ${recorded.seed}, after ${count(step)} updates`;
    const files = await drawEpisodes(flags.pictures, { ...shown, levels, subtitle });
    if (flags.json) console.printJson({ type: 'pictures', files });
    else console.print(['', ...files.map((file) => `Picture  ${file}`)].join('\n'));
    return exitCodes.success;
  } finally {
    machine.dispose();
  }
}
