/** Three runs under a curriculum: what is lost on the lengths of the moment, and on longer ones that are never trained. */
import { join } from 'node:path';
import { presets } from '@loci/ntm';
import { lines } from '@loci/plot';
import { createTask } from '@loci/tasks';
import { train } from '@loci/train';
import { modelFor } from '../../packages/cli/src/run/model.ts';
import { inColumn, save } from './support/save.mjs';

const seeds = [1, 2, 3];
const { model: options, training, steps } = presets.copy.practical;
const curriculum = /** @type {const} */ ({ kind: 'growing', low: 1, from: 5, to: 10, steps: 500 });
const longer = 15;
const every = 50;

/** @returns the bits a sequence, by step */
async function run(seed) {
  const task = createTask('copy');
  const { cell: ntm, trainable: model } = modelFor(options, task, seed);
  const settings = { ...training, model, task, curriculum, seed, stop: { steps } };
  const [trained, evaluated] = [new Map(), new Map()];
  const evaluate = { every, lengths: [longer], sequences: 32 };
  for await (const event of train({ ...settings, readEvery: every, evaluate })) {
    if (event.type === 'progress') trained.set(event.step, event.bits);
    if (event.type === 'evaluation') evaluated.set(event.step, event.scores[0].bits);
  }
  ntm.dispose();
  return { trained, evaluated };
}

/** @param {string} folder */
export async function draw(folder) {
  const runs = [];
  for (const seed of seeds) runs.push(await run(seed));
  const series = (name, part) => ({
    name,
    x: [...runs[0][part].keys()],
    y: runs.map((each) => [...each[part].values()]),
  });
  const picture = lines(
    [series('training', 'trained'), series(`evaluation, length ${longer}`, 'evaluated')],
    {
      title: `Copy: lengths 1 to ${curriculum.from}, growing up to ${curriculum.to}`,
      xLabel: 'step',
      yLabel: 'bits a sequence',
      yScale: 'log',
      boundaries: [{ at: curriculum.steps, label: `lengths 1 to ${curriculum.to} from here` }],
    },
  );
  await save(join(folder, 'curriculum.png'), inColumn(picture));
}
