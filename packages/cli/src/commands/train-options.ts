import { controllerNames } from '@loci/rl-ntm';
import { optimizerNames } from '@loci/train';
import { Option } from 'commander';
import type { Command } from 'commander';
import { assignment, integer, lengths, notNegative, oneOf, positive, range } from '../arguments.js';
import { defaultEngine, engineNames } from '../engines/table.js';
import type { EngineName } from '../engines/table.js';
import { addOutputOptions } from './output-options.js';
import type { OutputFlags } from './output-options.js';
import type { RunFlags } from '../run/configuration.js';

export interface TrainFlags extends RunFlags, OutputFlags {
  readonly engine?: EngineName;
  readonly out?: string;
  readonly resume?: string;
  readonly quiet?: boolean;
  readonly pictures: boolean;
}

type Parser = (text: string, previous: never) => unknown;

const parsed = (flags: string, description: string, parser: Parser): Option =>
  new Option(flags, description).argParser(parser as (text: string) => unknown);

/** Options that say what a run is: they cannot be changed when it is gone on with. */
const identity: Readonly<Record<string, readonly Option[]>> = {
  'The run:': [
    new Option('-p, --preset <name>', 'a preset of the task, see \'loci list\' (default: "practical")'),
    parsed('-s, --seed <number>', 'of weights and batches (default: 1)', integer(0, 2 ** 32 - 1)),
    new Option('-o, --out <folder>', 'a new folder for the run (default: runs/<task>-<time>)'),
    parsed(
      '--task-option <name=value>',
      'an option of the task, such as bits=6; may be repeated',
      assignment,
    ),
  ],
  'Training (default: what the preset says):': [
    parsed('-b, --batch <number>', 'sequences in a step', integer(1, 65_536)),
    parsed('--rate <number>', 'learning rate', positive),
    new Option('--optimizer <name>', optimizerNames.join(', ')),
    parsed('--clip-norm <number>', 'largest norm of all gradients together', positive),
    parsed('--clip-value <number>', 'largest size of one number of a gradient', positive),
    parsed(
      '--train-lengths <low-high>',
      'lengths of the sequences trained on, or levels of the episodes',
      range,
    ),
    new Option('--mixed-lengths', 'sequences of different lengths in one batch'),
  ],
  'Model (default: what the preset says):': [
    parsed('--model <name>', 'ntm, or lstm: the baseline without a memory', oneOf('model', ['ntm', 'lstm'])),
    parsed(
      '--controller <kind>',
      'lstm, gru or feed-forward; of tasks that are played lstm, direct-access or paths',
      oneOf('controller', [...new Set(['lstm', 'gru', 'feed-forward', ...controllerNames])]),
    ),
    parsed('--units <number>', 'units of a layer of the controller', integer(1, 65_536)),
    parsed('--layers <number>', 'layers of the controller', integer(1, 64)),
    parsed('--places <number>', 'rows of the memory', integer(1, 1_000_000)),
    parsed('--width <number>', 'numbers in a row of the memory', integer(1, 65_536)),
    parsed('--read-heads <number>', 'heads that read', integer(1, 1024)),
    parsed('--write-heads <number>', 'heads that write', integer(1, 1024)),
    parsed('--shift-range <number>', 'how far a head moves in a step', integer(0, 1_000_000)),
    parsed(
      '--write-rule <name>',
      'erase-add or interpolating',
      oneOf('write rule', ['erase-add', 'interpolating']),
    ),
    parsed(
      '--memory <start>',
      'how the memory starts: constant, uniform or learned',
      oneOf('start of the memory', ['constant', 'uniform', 'learned']),
    ),
    parsed(
      '--head-source <part>',
      'what drives the heads, hidden or cell state',
      oneOf('head source', ['hidden', 'cell']),
    ),
    parsed(
      '--entropy-penalty <number>',
      'what a nat of entropy of a weighting costs in training',
      notNegative,
    ),
  ],
};

/** Options of tasks that are played alone. */
const played: readonly Option[] = [
  parsed(
    '--baseline <kind>',
    'what rewards are compared with: running, network or none',
    oneOf('baseline', ['running', 'network', 'none']),
  ),
  parsed('--entropy-weight <number>', 'what a nat of divergence from habit costs at the start', notNegative),
];

/** Options that may differ when a run is gone on with. */
const course: Readonly<Record<string, readonly Option[]>> = {
  'Course:': [
    new Option('-r, --resume <folder>', 'go on with the run in this folder'),
    parsed('-n, --steps <number>', 'steps until the end (default: what the preset says)', integer(1)),
    parsed('--seconds <number>', 'seconds of training until the end', positive),
    parsed(
      '--test-lengths <list>',
      "lengths (or levels) to evaluate, such as 10,20,50 (default: the task's, as many times as long as those trained)",
      lengths,
    ),
    parsed(
      '--sequences <number>',
      'sequences (or episodes) of each to evaluate (default: 64)',
      integer(1, 1_000_000),
    ),
    parsed(
      '--evaluate-every <steps>',
      'steps between evaluations (default: a quarter of all; episodes: at the end)',
      integer(1),
    ),
    parsed('--checkpoint-every <steps>', 'steps between checkpoints (default: 500)', integer(1)),
    parsed(
      '-e, --engine <name>',
      `${engineNames.join(', ')} (default: "${defaultEngine}")`,
      oneOf('engine', engineNames),
    ),
  ],
};

export function addTrainOptions(command: Command): Command {
  for (const [group, options] of Object.entries({
    ...identity,
    'Tasks that are played (default: what the preset says):': played,
    ...course,
  })) {
    command.optionsGroup(group);
    for (const option of options) command.addOption(option);
  }
  command.optionsGroup('Output:');
  return addOutputOptions(command)
    .option('-q, --quiet', 'no progress on standard error')
    .option('--no-pictures', 'draw no pictures');
}

/** The flags given that say what a run is, as they are written: '--seed'. */
export const identityFlagsGiven = (command: Command): readonly string[] =>
  [...Object.values(identity).flat(), ...played]
    .filter((option) => command.getOptionValueSource(option.attributeName()) === 'cli')
    .map(({ long }) => long!);

/** Those of them that only tasks that are played have. */
export const playedFlags: readonly string[] = played.map(({ long }) => long!);
