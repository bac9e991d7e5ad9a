import { Command } from 'commander';
import { addAskOptions } from './commands/ask-options.js';
import type { AskFlags } from './commands/ask-options.js';
import { addBabiOptions } from './commands/babi-options.js';
import type { BabiFlags } from './commands/babi-options.js';
import { addEvaluateOptions } from './commands/evaluate-options.js';
import type { EvaluateFlags } from './commands/evaluate-options.js';
import { addOutputOptions } from './commands/output-options.js';
import type { OutputFlags } from './commands/output-options.js';
import { addSuiteOptions } from './commands/suite-options.js';
import type { SuiteFlags } from './commands/suite-options.js';
import { addTrainOptions, identityFlagsGiven } from './commands/train-options.js';
import type { TrainFlags } from './commands/train-options.js';
import { commandLine } from './invocation.js';
import type { Console } from './output/console.js';
import { version } from './versions.js';

const exitCodesText = `
Exit codes:
  0    done
  1    the run failed after it had begun, or diverged
  2    the command cannot be carried out as it was given
  130  interrupted; the run can be gone on with`;

/**
 * The command as it is parsed. What a command does is loaded when it is called: half a second of tfjs.
 *
 * @param args what the command was called with
 * @param ended is told the exit code of the command that was called.
 */
export function createProgram(
  args: readonly string[],
  console: Console,
  ended: (code: number) => void,
): Command {
  const program = new Command('loci')
    .description('Trains and evaluates networks with a memory.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => console.print(text.trimEnd()),
      writeErr: (text) => console.note(text.trimEnd()),
      // Errors are thrown, and told by whoever catches them.
      outputError: () => undefined,
    })
    .addHelpText('after', exitCodesText);

  addTrainOptions(
    program
      .command('train')
      .description('Train a model on a task, in a folder that holds all of the run.')
      .argument('[task]', "see 'loci list'; needed unless a run is resumed"),
  ).action(async (task: string | undefined, flags: TrainFlags, command: Command) => {
    const { trainCommand } = await import('./commands/train.js');
    const identityFlags = identityFlagsGiven(command);
    ended(await trainCommand({ task, flags, identityFlags, command: commandLine(args) }, console));
  });

  addEvaluateOptions(
    program
      .command('evaluate')
      .description('Evaluate a run on new sequences, by length.')
      .argument('<run>', 'the folder of the run'),
  ).action(async (folder: string, flags: EvaluateFlags) => {
    const { evaluateCommand } = await import('./commands/evaluate.js');
    ended(await evaluateCommand(folder, flags, console));
  });

  addSuiteOptions(
    program
      .command('suite')
      .description(
        "Run a paper's table: tasks, models and seeds, each cell a run; what is done is not done again.",
      )
      .argument('<suite>', 'its name'),
  ).action(async (name: string, flags: SuiteFlags) => {
    const { suiteCommand } = await import('./commands/suite.js');
    ended(await suiteCommand(name, flags, commandLine(args), console));
  });

  addBabiOptions(
    program
      .command('babi')
      .description('Train Memory Networks on the bAbI tasks and show the table of their paper.')
      .argument('<folder>', 'the published files: the folder en or en-10k, or the one that holds them'),
  ).action(async (folder: string, flags: BabiFlags) => {
    const { babiCommand } = await import('./commands/babi.js');
    ended(await babiCommand(folder, flags, commandLine(args), console));
  });

  addAskOptions(
    program
      .command('ask')
      .description('Tell a trained Memory Network a story and ask it: answers, and where it looked.')
      .argument('<run>', "a folder of 'loci babi', or a network in it"),
  ).action(async (run: string, flags: AskFlags) => {
    const { askCommand } = await import('./commands/ask.js');
    ended(await askCommand(run, flags, console));
  });

  addOutputOptions(
    program
      .command('list')
      .description('List tasks with their presets, and engines; or one task with an example.')
      .argument('[task]'),
  ).action(async (task: string | undefined, flags: OutputFlags) => {
    const { listCommand } = await import('./commands/list.js');
    ended(listCommand(task, flags, console));
  });

  addOutputOptions(
    program.command('doctor').description('Tell which engines work on this machine, and what is missing.'),
  ).action(async (flags: OutputFlags) => {
    const { doctorCommand } = await import('./commands/doctor.js');
    ended(await doctorCommand(flags, console));
  });

  return program;
}
