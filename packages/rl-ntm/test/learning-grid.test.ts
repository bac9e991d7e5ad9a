/** Machines learn to add two digits on a grid, with the carry: as long as one digit, for every seed that is drawn. */
import { additionGrid } from '@loci/tasks';
import { evaluateEpisodes, trainEpisodes } from '@loci/train';
import fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { RLNTM, reinforced } from '../src/index.js';

beforeAll(useTestBackend);

test('a sum of two digits is learned', async () => {
  const task = additionGrid();
  const property = fc.asyncProperty(fc.nat(2 ** 31 - 1), async (seed) => {
    const { symbols, moves } = task;
    // The way is two cells long: a habit of going on is in the way.
    const model = new RLNTM({ symbols, moves, units: 32, width: 16, inertia: 0, seed });
    const learner = reinforced({ model, seed });
    const course = {
      updates: 2000,
      entropyWeight: 0.05,
      curriculum: { low: 1, high: 1 },
      stop: { mistakes: 0.01 },
    };
    for await (const event of trainEpisodes({ learner, task, seed, ...course })) {
      if (event.type === 'finished') expect(event.reason).toBe('target');
    }
    const [{ symbols: right }] = await evaluateEpisodes({ learner, task, levels: [1], episodes: 200, seed });
    expect(right).toBeGreaterThanOrEqual(0.99);
    learner.dispose();
    model.dispose();
  });
  await fc.assert(property, { numRuns: 2, seed: 20261126, endOnFailure: true });
}, 300_000);
