import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import type { Command } from 'commander';
import { integer, oneOf } from '../arguments.js';
import { addOutputOptions } from './output-options.js';
import type { OutputFlags } from './output-options.js';

export interface BabiFlags extends OutputFlags {
  readonly tasks?: readonly number[];
  readonly joint?: boolean;
  readonly variant: string;
  readonly size?: '1k' | '10k';
  readonly restarts: number;
  readonly workers: number;
  readonly seed: number;
  readonly encoding?: 'bag-of-words' | 'position' | 'position-of-code';
  readonly linearStart: 'epochs' | 'validation';
  readonly epochs?: number;
  readonly out?: string;
  readonly quiet?: boolean;
}

/** Parses '1-3,6,20'. */
function taskNumbers(text: string): number[] {
  const numbers = text.split(',').flatMap((part) => {
    const [, low, high = low] = /^\s*(\d+)\s*(?:-\s*(\d+)\s*)?$/.exec(part) ?? [];
    const length = Number(high) - Number(low) + 1;
    return length >= 1 && length <= 20 ? Array.from({ length }, (_, i) => Number(low) + i) : [NaN];
  });
  if (numbers.every((task) => task >= 1 && task <= 20)) return [...new Set(numbers)].sort((a, b) => a - b);
  throw new InvalidArgumentError("It must be numbers in [1, 20], such as '1-20' or '1,2,15-20'.");
}

const encodings = ['bag-of-words', 'position', 'position-of-code'] as const;
const switches = ['epochs', 'validation'] as const;
const sizes = ['1k', '10k'] as const;

export const addBabiOptions = (command: Command): Command =>
  addOutputOptions(
    command
      .option('-t, --tasks <list>', 'tasks, such as 1-20 or 1,2,15 (default: all in the folder)', taskNumbers)
      .option('--joint', 'one network for all tasks, as in the joint columns of the paper')
      .option(
        '-v, --variant <name>',
        'a column of the paper: bow, pe, pe-ls, pe-ls-rn, pe-ls-rn-relu; joint: 1-hop, 2-hops, 3-hops, pe-ls-rn, pe-ls-lw',
        'pe-ls-rn',
      )
      .addOption(
        new Option(
          '--size <questions>',
          'training questions a task, 1k or 10k (default: 1k where both are there)',
        ).argParser(oneOf('size', sizes)),
      )
      .addOption(
        new Option(
          '-r, --restarts <number>',
          'networks trained; the one with the lowest training error counts',
        )
          .argParser(integer(1, 10_000))
          .default(10),
      )
      .addOption(
        new Option('-w, --workers <number>', 'networks trained at once, each in a thread')
          .argParser(integer(1, 256))
          .default(availableParallelism(), 'one a core'),
      )
      .addOption(
        new Option('-s, --seed <number>', 'of weights and batches').argParser(integer(0, 2 ** 31)).default(1),
      )
      .addOption(
        new Option(
          '--encoding <name>',
          "how words are weighted: bag-of-words, position (the paper's), position-of-code (default: the variant's)",
        ).argParser(oneOf('encoding', encodings)),
      )
      .addOption(
        new Option(
          '--linear-start <end>',
          "what ends it: epochs (as the authors' code), validation (as the paper)",
        )
          .argParser(oneOf('end of the linear start', switches))
          .default('epochs'),
      )
      .option(
        '--epochs <number>',
        "epochs of each stage at most (default: the paper's)",
        integer(1, 1_000_000),
      )
      .option('-o, --out <folder>', 'the folder of the run (default: runs/babi-<variant>)')
      .option('-q, --quiet', 'no progress'),
  );
