import { forSeeds, learn } from './learn.js';

/**
 * The paper's copy task at the paper's size: 8 bits, lengths 1 to 20, memory 128 x 20, an LSTM of 100 units. Within the
 * lengths trained no bit is wrong, and at six times the longest less than one a sequence, whatever the seed
 * (`npm run bench -- solve` tries ten).
 */
test('an NTM learns to copy, and copies sequences six times as long', async () => {
  await forSeeds(2, async (seed) => {
    const scores = await learn('copy', { seed }, [10, 20, 120]);
    const wrongBits = (length: number) => scores.get(length)!.metrics['wrong bits']!;
    expect([wrongBits(10), wrongBits(20)]).toEqual([0, 0]);
    expect(wrongBits(120)).toBeLessThan(1);
  });
}, 900_000);

/**
 * The comparison of the paper's figures 4 and 5, at a size that an LSTM can be trained at here: both models see the same
 * sequences. The NTM's error stays a small part of the LSTM's, more so beyond the lengths trained.
 */
test('beyond the lengths it is trained on an NTM copies better than an LSTM', async () => {
  await forSeeds(1, async (seed) => {
    const flags = { seed, taskOption: { bits: 4 }, trainLengths: { low: 1, high: 8 }, steps: 1200 };
    const ntm = await learn('copy', { ...flags, places: 24, width: 10, units: 50 }, [8, 16]);
    const lstm = await learn('copy', { ...flags, model: 'lstm', layers: 1, units: 100 }, [8, 16]);
    for (const length of [8, 16]) {
      const [ours, theirs] = [ntm, lstm].map((scores) => scores.get(length)!.metrics['wrong bits']!);
      expect(ours).toBeLessThan(theirs! / 4);
    }
    expect(lstm.get(16)!.bits).toBeGreaterThan(ntm.get(16)!.bits);
  });
}, 900_000);
