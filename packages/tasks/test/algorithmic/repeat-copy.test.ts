import { RandomStream } from '@loci/random';
import fc from 'fast-check';
import { repeatCopy } from '../../src/index.js';
import { batchesOf, seeds } from '../support/arbitraries.js';
import { areBits, blank, observe, only, wanted } from '../support/observe.js';
import { expectFrequencies, expectMean, uniform } from '../support/statistics.js';

const samples = fc
  .record({
    bits: fc.integer({ min: 1, max: 7 }),
    low: fc.integer({ min: 1, max: 5 }),
    half: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ bits, low, half }) => {
    const repeats = { low, high: low + 2 * half - 1 };
    return batchesOf(repeatCopy({ bits, repeats })).map((batch) => ({
      bits,
      repeats,
      sequences: observe(batch),
    }));
  });

/** The count that was normalised, found by trying all. */
function countOf(value: number, { low, high }: { low: number; high: number }): number {
  const all = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  const average = all.reduce((sum, count) => sum + count, 0) / all.length;
  const variance = all.reduce((sum, count) => sum + (count - average) ** 2, 0) / all.length;
  const found = all.find((count) => Math.abs((count - average) / Math.sqrt(variance) - value) < 1e-6);
  if (found === undefined) throw new Error(`${value} is no count of [${low}, ${high}]`);
  return found;
}

it('shows a start, the vectors, the count, and then nothing', () => {
  fc.assert(
    fc.property(samples, ({ bits, sequences }) => {
      for (const { length, inputs } of sequences) {
        const vectors = inputs.slice(1, length + 1).map((vector) => vector.slice(0, bits));
        const count = inputs[length + 1][bits + 1];
        expect(areBits(vectors)).toBe(true);
        expect(count).not.toBe(0);
        expect(inputs).toEqual([
          only(bits, bits + 2),
          ...vectors.map((vector) => [...vector, 0, 0]),
          only(bits + 1, bits + 2, count),
          ...blank(inputs.length - length - 2, bits + 2),
        ]);
      }
    }),
  );
});

it('wants the vectors as often as the count says, then the end', () => {
  fc.assert(
    fc.property(samples, ({ bits, repeats, sequences }) => {
      for (const sequence of sequences) {
        const end = sequence.inputs.findIndex((vector) => vector[bits + 1] !== 0);
        const count = countOf(sequence.inputs[end][bits + 1], repeats);
        const vectors = sequence.inputs.slice(1, end).map((vector) => [...vector.slice(0, bits), 0]);
        const expected: (number[] | undefined)[] = sequence.inputs.map(() => undefined);
        let step = end + 1;
        for (let repeat = 0; repeat < count; repeat++) {
          for (const vector of vectors) expected[step++] = vector;
        }
        expected[step] = only(bits, bits + 1);
        expect(wanted(sequence)).toEqual(expected);
      }
    }),
  );
});

it('has the sizes and lengths of the paper', () => {
  const range = { low: 1, high: 10 };
  expect(repeatCopy()).toMatchObject({
    inputSize: 8,
    outputSize: 7,
    outputs: 'bits',
    train: range,
    test: [10, 20],
    options: { bits: 6, repeats: range, trainRepeats: range },
  });
});

/** Counts as shown, and as wanted: read off how many steps count. */
const counts = (task: ReturnType<typeof repeatCopy>, batch: ReturnType<typeof task.sample>) =>
  observe(batch).map(({ length, inputs, mask }) => ({
    shown: inputs[length + 1][task.inputSize - 1],
    wanted: (mask.filter((counted) => counted === 1).length - 1) / length,
  }));

it('draws all repeats equally often, and shows them with mean 0 and variance 1', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const random = RandomStream.fromSeed(seed);
      const task = repeatCopy({ bits: 1 });
      const all = counts(task, task.sample(random, { batch: 2000, length: 1 }));
      expectFrequencies(
        all.map((count) => count.wanted),
        uniform(1, 10),
      );
      expectMean(
        all.map(({ shown }) => shown),
        0,
      );
      expectMean(
        all.map(({ shown }) => shown ** 2),
        1,
      );
    }),
    { numRuns: 5 },
  );
});

it('normalises over the repeats of training where others are drawn', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const random = RandomStream.fromSeed(seed);
      const task = repeatCopy({
        bits: 2,
        repeats: { low: 20, high: 20 },
        trainRepeats: { low: 1, high: 10 },
      });
      // (20 - 5.5) / sqrt((10^2 - 1) / 12)
      for (const count of counts(task, task.sample(random, { batch: 3, length: [1, 5, 10] }))) {
        expect(count.wanted).toBe(20);
        expect(count.shown).toBeCloseTo(14.5 / Math.sqrt(8.25), 6);
      }
    }),
  );
});

it.each([
  [{ repeats: { low: 0, high: 10 } }, 'repeats.low must be an integer in [1, 1000], got 0'],
  [{ repeats: { low: 1, high: 2.5 } }, 'repeats.high must be an integer in [1, 1000], got 2.5'],
  [{ repeats: { low: 5, high: 4 } }, 'repeats must have low <= high, got 5 and 4'],
  [{ repeats: 3 }, 'repeats must be { low, high }, got 3'],
  [{ trainRepeats: { low: 1, high: 1001 } }, 'trainRepeats.high must be an integer in [1, 1000], got 1001'],
  [
    { repeats: { low: 1, high: 3 } },
    'trainRepeats (by default the same as repeats) must hold an even number of counts, such as [1, 4], ' +
      'or the one in the middle would be normalised to 0, got [1, 3]',
  ],
])('%j is refused', (options, message) => {
  expect(() => repeatCopy(options as Parameters<typeof repeatCopy>[0])).toThrow(new RangeError(message));
});
