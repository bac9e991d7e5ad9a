import { forSeeds, learn } from './learn.js';

/** As for copy: all of the paper's size, and no bit wrong within the lengths trained. */
test('an NTM learns to reverse', async () => {
  await forSeeds(2, async (seed) => {
    const scores = await learn('reverse', { seed, steps: 2000 }, [5, 10, 20]);
    expect([5, 10, 20].map((length) => scores.get(length)!.metrics['wrong bits'])).toEqual([0, 0, 0]);
  });
}, 900_000);
