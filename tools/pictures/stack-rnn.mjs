/** What a Stack RNN that has learned to count does with its stack on a word of the language a^n b^n. */
import { join } from 'node:path';
import { sequencePicture } from '@loci/plot';
import { RandomStream } from '@loci/random';
import { presets, stackRNN } from '@loci/stack-rnn';
import { createTask } from '@loci/tasks';
import { recordSequence } from '../../packages/cli/src/pictures.ts';
import { save } from './support/save.mjs';
import { trainCell } from './support/train-cell.mjs';

const seed = 1;
const length = 12;

/** @param {string} folder */
export async function draw(folder) {
  const task = createTask('anbn');
  const { inputSize, outputSize } = task;
  const { training, steps } = presets.anbn.practical;
  const cell = stackRNN({ inputSize, outputSize, memories: 1, seed });
  await trainCell(cell, { ...training, task, seed, stop: { steps } });
  const record = recordSequence(cell.rounded(), task, length, RandomStream.fromSeed(seed));
  const subtitle = `a Stack RNN with one stack; channel 1 is a, channel 2 is b; ${steps} steps of training, seed ${seed}`;
  await save(join(folder, 'counting.png'), sequencePicture({ ...record, subtitle }));
}
