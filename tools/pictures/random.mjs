/** Random walks: of two seeds, and one that goes on from a state that was saved on the way. */
import { join } from 'node:path';
import { lines } from '@loci/plot';
import { RandomStream } from '@loci/random';
import { inColumn, save } from './support/save.mjs';

const [steps, savedAt] = [60, 30];

/** @param {string} folder */
export async function draw(folder) {
  let saved = '';
  const walk = (random, from = 0, at = 0) => {
    const y = [at];
    for (let step = from; step < steps; step++) {
      if (step === savedAt) saved = JSON.stringify(random.state);
      y.push(y.at(-1) + random.normal());
    }
    return { x: y.map((_, index) => from + index), y };
  };
  const eight = walk(RandomStream.fromSeed(8));
  const seven = walk(RandomStream.fromSeed(7));
  const resumed = walk(RandomStream.fromState(JSON.parse(saved)), savedAt, seven.y[savedAt]);
  const picture = lines(
    [
      { name: 'seed 7', ...seven },
      { name: 'seed 7, restored', ...resumed },
      { name: 'seed 8', ...eight },
    ],
    {
      title: 'Random walks: sums of random.normal()',
      xLabel: 'draws',
      yLabel: 'sum',
      boundaries: [{ at: savedAt, label: 'state of seed 7 saved as JSON' }],
    },
  );
  await save(join(folder, 'walks.png'), inColumn(picture));
}
