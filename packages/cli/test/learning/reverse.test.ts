import { forSeeds, learn } from './learn.js';

/** As for copy: all of the paper's size, at most one in a hundred bits wrong within the lengths trained. */
test('an NTM learns to reverse', async () => {
  await forSeeds(2, async (seed) => {
    const scores = await learn('reverse', { seed, steps: 2000 }, [5, 10, 20]);
    for (const length of [5, 10, 20]) {
      expect(scores.get(length)!.metrics['wrong bits']).toBeLessThanOrEqual(0.01 * 8 * length);
    }
  });
}, 900_000);
