import type { Command } from 'commander';

export interface OutputFlags {
  readonly json?: boolean;
  readonly stackTrace?: boolean;
}

/** What every command can be asked for. */
export const addOutputOptions = (command: Command): Command =>
  command
    .option('--json', 'one JSON object a line on standard output, and nothing else there')
    .option('--stack-trace', 'show where an error comes from (also if LOCI_DEBUG is set)');
