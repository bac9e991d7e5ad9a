import { join } from 'node:path';
import { createTask } from '@loci/tasks';
import { RunFolder } from '@loci/train/node';
import { engines } from '../../src/engines/table.js';
import type { Preset } from '../../src/run/models.js';
import { trainStages } from '../../src/suite/train-stages.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';

const stage = (steps: number): Preset => ({
  source: 'none',
  model: { model: 'recurrent', controller: { kind: 'rnn', units: 3 } },
  training: {
    batch: 1,
    optimizer: { name: 'sgd' },
    rate: { rate: 0.1, decay: { shape: 'linear', begin: { step: 10 }, steps: 10 } },
    clip: { norm: 1 },
    lossScale: 'prediction',
    lengthPer: 'batch',
    window: 10,
  },
  steps,
});

test('stages take their share of the steps, and what is enough ends the first one alone', async () => {
  await withTemporaryFolder(async (folder) => {
    const compile = await engines.cpu.start();
    const { signal } = new AbortController();
    const context = { steps: 50, engine: 'cpu', compile, folder, signal } as const;
    const taken = async (name: string) => (await new RunFolder(join(folder, name)).steps()).at(-1);
    for (const [name, enough, first] of [
      ['all', undefined, 30],
      ['enough', 1e6, 10],
    ] as const) {
      const run = { name, presetName: 'none', task: createTask('parity-check'), seed: 1 };
      const options = { ...run, stages: [stage(60), stage(40)], wholeSteps: 100 };
      const model = await trainStages({ ...options, ...(enough !== undefined && { enough }) }, context);
      expect(await taken(name)).toBe(first);
      expect(await taken(`${name}-stage-2`)).toBe(20);
      model!.cell.dispose();
    }
  });
});
