import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { integer, lengths, oneOf } from '../arguments.js';
import { defaultEngine, engineNames } from '../engines/table.js';
import type { EngineName } from '../engines/table.js';
import type { CheckpointChoice } from '../run/choose-checkpoint.js';
import { addOutputOptions } from './output-options.js';
import type { OutputFlags } from './output-options.js';

export interface EvaluateFlags extends OutputFlags {
  readonly checkpoint: CheckpointChoice;
  readonly lengths?: readonly number[];
  readonly sequences: number;
  readonly batch: number;
  readonly seed: number;
  readonly engine: EngineName;
  readonly picture?: boolean;
  readonly pictures?: string;
  readonly rounded?: boolean;
}

function checkpointChoice(text: string): CheckpointChoice {
  if (text === 'best' || text === 'last') return text;
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be 'best', 'last' or the number of a step.");
}

export const addEvaluateOptions = (command: Command): Command =>
  addOutputOptions(
    command
      .addOption(
        new Option('-c, --checkpoint <which>', 'best (by the evaluations of the run), last, or a step')
          .argParser(checkpointChoice)
          .default('best'),
      )
      .option(
        '-l, --lengths <list>',
        'lengths or levels, such as 10,20,50 (default: those of the run)',
        lengths,
      )
      .addOption(
        new Option('--sequences <number>', 'sequences or episodes of each')
          .argParser(integer(1, 1_000_000))
          .default(64),
      )
      .addOption(
        new Option('-b, --batch <number>', 'sequences run at once').argParser(integer(1, 65_536)).default(16),
      )
      .addOption(
        new Option('-s, --seed <number>', 'of the sequences').argParser(integer(0, 2 ** 32 - 1)).default(1),
      )
      .addOption(
        new Option('-e, --engine <name>', engineNames.join(', '))
          .argParser(oneOf('engine', engineNames))
          .default(defaultEngine),
      )
      .option('--rounded', 'take the most probable action on each stack, list or tape, not a mixture of all')
      .option('--picture', 'show an episode of a task that is played, step by step')
      .option(
        '--pictures <folder>',
        'draw what the model does with a sequence of each length, or an episode of each level',
      ),
  );
