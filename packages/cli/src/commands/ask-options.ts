import type { Command } from 'commander';
import { integer } from '../arguments.js';
import { addOutputOptions } from './output-options.js';
import type { OutputFlags } from './output-options.js';

export interface AskFlags extends OutputFlags {
  readonly task?: number;
}

export const addAskOptions = (command: Command): Command =>
  addOutputOptions(command.option('-t, --task <number>', 'the task whose network is asked', integer(1, 20)));
