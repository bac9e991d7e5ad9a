import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { integer, oneOf, range } from '../arguments.js';
import { defaultEngine, engineNames } from '../engines/table.js';
import type { EngineName } from '../engines/table.js';
import { addOutputOptions } from './output-options.js';
import type { OutputFlags } from './output-options.js';

export interface SuiteFlags extends OutputFlags {
  readonly tasks?: readonly string[];
  readonly models?: readonly string[];
  readonly seeds?: { readonly low: number; readonly high: number };
  readonly steps?: number;
  readonly workers: number;
  readonly out?: string;
  readonly engine: EngineName;
  readonly quiet?: boolean;
}

function names(text: string): readonly string[] {
  const values = text.split(',').map((name) => name.trim());
  if (values.every((name) => name !== '')) return values;
  throw new InvalidArgumentError('It must be names with commas between.');
}

export const addSuiteOptions = (command: Command): Command =>
  addOutputOptions(
    command
      .option('-t, --tasks <list>', 'some of the tasks, with commas between (default: all)', names)
      .option('-m, --models <list>', 'some of the models (default: all)', names)
      .option('-s, --seeds <low-high>', "such as 1-10, or one seed (default: the suite's)", range)
      .option('-n, --steps <number>', "steps that a run may take (default: the suite's)", integer(1))
      .option('-w, --workers <number>', 'runs at the same time', integer(1, 256), 1)
      .option('-o, --out <folder>', 'of the results; what it holds is gone on with (default: suites/<suite>)')
      .option('-e, --engine <name>', engineNames.join(', '), oneOf('engine', engineNames), defaultEngine)
      .option('-q, --quiet', 'no notes on the way'),
  );
