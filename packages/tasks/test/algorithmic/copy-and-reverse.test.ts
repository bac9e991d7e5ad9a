import { RandomStream } from '@loci/random';
import fc from 'fast-check';
import { copy, reverse } from '../../src/index.js';
import { batchesOf, seeds } from '../support/arbitraries.js';
import { areBits, blank, observe, only, wanted } from '../support/observe.js';
import { expectFrequencies } from '../support/statistics.js';

describe.each([
  { task: copy, isReversed: false },
  { task: reverse, isReversed: true },
])('$task.name', ({ task, isReversed }) => {
  const samples = fc
    .integer({ min: 1, max: 9 })
    .chain((bits) => batchesOf(task({ bits })).map((batch) => ({ bits, sequences: observe(batch) })));

  it('shows a start, as many vectors as asked for, an end, and then nothing', () => {
    fc.assert(
      fc.property(samples, ({ bits, sequences }) => {
        for (const { length, inputs } of sequences) {
          const vectors = inputs.slice(1, length + 1).map((vector) => vector.slice(0, bits));
          expect(areBits(vectors)).toBe(true);
          expect(inputs).toEqual([
            only(bits, bits + 2),
            ...vectors.map((vector) => [...vector, 0, 0]),
            only(bits + 1, bits + 2),
            ...blank(inputs.length - length - 2, bits + 2),
          ]);
        }
      }),
    );
  });

  it('wants what follows from the inputs', () => {
    fc.assert(
      fc.property(samples, ({ bits, sequences }) => {
        for (const sequence of sequences) {
          const end = sequence.inputs.findIndex((vector) => vector[bits + 1] === 1);
          const expected = sequence.inputs.map((_, step) => {
            const nth = step - end - 1;
            if (nth < 0 || nth >= end - 1) return undefined;
            const source = isReversed ? end - 1 - nth : 1 + nth;
            return [...sequence.inputs[source].slice(0, bits), 0];
          });
          expect(wanted(sequence)).toEqual(expected);
        }
      }),
    );
  });

  it('has the sizes and lengths of the paper', () => {
    expect(task()).toMatchObject({
      inputSize: 10,
      outputSize: 9,
      outputs: 'bits',
      train: { low: 1, high: 20 },
      test: [10, 20, 30, 50, 80, 120],
      options: { bits: 8 },
    });
    expect(task({ bits: 3 })).toMatchObject({ inputSize: 5, outputSize: 4 });
  });

  it('draws fair bits, of one place independent of those of another', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = RandomStream.fromSeed(seed);
        const { inputs } = observe(task({ bits: 2 }).sample(random, { batch: 1, length: 2000 }))[0];
        const bits = inputs.slice(1, 2001);
        const pairs = bits.slice(1).map((vector, index) => `${bits[index][1]}${vector[0]}${vector[1]}`);
        const all = ['000', '001', '010', '011', '100', '101', '110', '111'];
        // Pairs overlap, which makes no difference to their frequencies.
        expectFrequencies(pairs, Object.fromEntries(all.map((pair) => [pair, 1 / 8])));
      }),
      { numRuns: 10 },
    );
  });
});
