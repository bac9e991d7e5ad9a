import { forSeeds, learn } from './learn.js';

/**
 * The first counting language of Joulin and Mikolov (arXiv 1503.01007), trained on n < 20: within these lengths every
 * symbol that can be told is told. (The paper's test goes to n = 60, which the presets do not reach with every seed.)
 */
test('a Stack RNN learns to count', async () => {
  await forSeeds(2, async (seed) => {
    const scores = await learn('anbn', { seed }, [1, 10, 19]);
    expect([1, 10, 19].map((length) => scores.get(length)!.accuracy)).toEqual([1, 1, 1]);
  });
}, 900_000);
