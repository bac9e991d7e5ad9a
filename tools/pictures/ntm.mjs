/** A Neural Turing Machine that has learned to reverse gives back a sequence longer than those it has seen. */
import { join } from 'node:path';
import { NTM, presets } from '@loci/ntm';
import { sequencePicture } from '@loci/plot';
import { RandomStream } from '@loci/random';
import { createTask } from '@loci/tasks';
import { recordSequence } from '../../packages/cli/src/pictures.ts';
import { save } from './support/save.mjs';
import { trainCell } from './support/train-cell.mjs';

const [seed, steps] = [1, 2000];
const [longest, shown] = [8, 12];

/** @param {string} folder */
export async function draw(folder) {
  const task = createTask('reverse', { bits: 4 });
  const { inputSize, outputSize } = task;
  const controller = /** @type {const} */ ({ kind: 'lstm', units: 50 });
  const ntm = new NTM({ inputSize, outputSize, places: 28, width: 10, controller, seed });
  const { training } = presets.reverse.practical;
  const rate = /** @type {const} */ ({
    rate: 3e-3,
    decay: { shape: 'linear', begin: { step: 0.7 * steps }, steps: 0.3 * steps },
  });
  const curriculum = /** @type {const} */ ({ kind: 'uniform', low: 1, high: longest });
  await trainCell(ntm, { ...training, rate, task, curriculum, seed, stop: { steps } });
  const record = recordSequence(ntm, task, shown, RandomStream.fromSeed(seed));
  const subtitle = `an NTM that was trained on lengths 1 to ${longest}, ${steps} steps, seed ${seed}`;
  await save(join(folder, 'reverse.png'), sequencePicture({ ...record, memory: undefined, subtitle }));
}
