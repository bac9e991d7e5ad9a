import { RandomStream } from '@loci/random';
import fc from 'fast-check';
import { prioritySort } from '../../src/index.js';
import { batchesOf, seeds } from '../support/arbitraries.js';
import { areBits, blank, observe, only, wanted } from '../support/observe.js';
import { expectMean } from '../support/statistics.js';

const samples = fc
  .record({ bits: fc.integer({ min: 1, max: 9 }), highest: fc.integer({ min: 1, max: 9 }) })
  .chain((options) =>
    batchesOf(prioritySort(options)).map((batch) => ({ ...options, sequences: observe(batch) })),
  );

it('shows vectors with priorities, an end, and then nothing', () => {
  fc.assert(
    fc.property(samples, ({ bits, sequences }) => {
      for (const { length, inputs } of sequences) {
        const shown = inputs.slice(0, length);
        expect(areBits(shown.map((vector) => vector.slice(0, bits)))).toBe(true);
        expect(shown.every((vector) => Math.abs(vector[bits]) <= 1 && vector[bits + 1] === 0)).toBe(true);
        expect(inputs.slice(length)).toEqual([
          only(bits + 1, bits + 2),
          ...blank(inputs.length - length - 1, bits + 2),
        ]);
      }
    }),
  );
});

it('wants whole vectors by falling priority: as a search for the highest, again and again, finds them', () => {
  fc.assert(
    fc.property(samples, ({ bits, highest, sequences }) => {
      for (const sequence of sequences) {
        const end = sequence.inputs.findIndex((vector) => vector[bits + 1] === 1);
        const left = sequence.inputs.slice(0, end);
        const expected: (number[] | undefined)[] = sequence.inputs.map(() => undefined);
        for (let nth = 0; nth < highest && left.length > 0; nth++) {
          let best = 0;
          left.forEach((vector, index) => {
            if (vector[bits] > left[best][bits]) best = index;
          });
          expected[end + 1 + nth] = left[best].slice(0, bits);
          left.splice(best, 1);
        }
        expect(wanted(sequence)).toEqual(expected);
      }
    }),
  );
});

it('has the sizes and lengths of the paper', () => {
  expect(prioritySort()).toMatchObject({
    inputSize: 10,
    outputSize: 8,
    outputs: 'bits',
    train: { low: 20, high: 20 },
    test: [20],
    options: { bits: 8, highest: 16 },
  });
});

it('draws priorities uniformly from [-1, 1], whatever the bits are', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const random = RandomStream.fromSeed(seed);
      const [{ inputs }] = observe(prioritySort({ bits: 1 }).sample(random, { batch: 1, length: 4000 }));
      const shown = inputs.slice(0, 4000);
      const priorities = shown.map(([, priority]) => priority);
      // The first four moments of the uniform distribution.
      [0, 1 / 3, 0, 1 / 5].forEach((moment, index) =>
        expectMean(
          priorities.map((priority) => priority ** (index + 1)),
          moment,
        ),
      );
      expectMean(
        shown.map(([bit]) => bit),
        0.5,
      );
      expectMean(
        shown.map(([bit, priority]) => (bit - 0.5) * priority),
        0,
      );
    }),
    { numRuns: 5 },
  );
});
