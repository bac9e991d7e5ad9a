import { RandomStream } from '@loci/random';
import fc from 'fast-check';
import { associativeRecall } from '../../src/index.js';
import { batchesOf, seeds } from '../support/arbitraries.js';
import { areBits, observe, only, wanted, zeros } from '../support/observe.js';
import { expectFrequencies } from '../support/statistics.js';

const samples = fc
  .record({ bits: fc.integer({ min: 1, max: 6 }), vectors: fc.integer({ min: 1, max: 4 }) })
  .chain((options) =>
    batchesOf(associativeRecall(options)).map((batch) => ({ ...options, sequences: observe(batch) })),
  );

/** The items that are shown, each as text, by reading delimiters step by step; the last one is the query. */
function read(inputs: number[][], bits: number): string[] {
  const items: string[][] = [];
  let queries = 0;
  for (const vector of inputs) {
    if (vector[bits + 1] === 1) queries++;
    if (queries === 2) break;
    if (vector[bits] === 1 || vector[bits + 1] === 1) items.push([]);
    else items.at(-1)!.push(vector.slice(0, bits).join(''));
  }
  return items.map((item) => item.join(' '));
}

it('shows different items between delimiters, and one but the last again as the query', () => {
  fc.assert(
    fc.property(samples, ({ bits, vectors, sequences }) => {
      for (const { length, inputs } of sequences) {
        const query = length * (vectors + 1);
        const end = query + vectors + 1;
        const expected = inputs.map((vector, step) => {
          if (step === query || step === end) return only(bits + 1, bits + 2);
          if (step > end) return zeros(bits + 2);
          return step % (vectors + 1) === 0 ? only(bits, bits + 2) : [...vector.slice(0, bits), 0, 0];
        });
        expect(inputs).toEqual(expected);
        expect(areBits(inputs)).toBe(true);

        const items = read(inputs, bits);
        const asked = items.pop()!;
        expect(items).toHaveLength(length);
        expect(new Set(items).size).toBe(length);
        expect(items.slice(0, -1)).toContain(asked);
      }
    }),
  );
});

it('wants the item that followed the query, and nothing else', () => {
  fc.assert(
    fc.property(samples, ({ bits, vectors, sequences }) => {
      for (const sequence of sequences) {
        const items = read(sequence.inputs, bits);
        const asked = items.pop()!;
        const answer = items[items.indexOf(asked) + 1];
        const first = (items.length + 1) * (vectors + 1) + 1;
        const targets = wanted(sequence);
        const counted = targets.slice(first, first + vectors);
        expect(counted.map((target) => target?.join('')).join(' ')).toBe(answer);
        expect([...targets.slice(0, first), ...targets.slice(first + vectors)].filter(Boolean)).toEqual([]);
      }
    }),
  );
});

it('has the sizes and lengths of the paper', () => {
  expect(associativeRecall()).toMatchObject({
    inputSize: 8,
    outputSize: 6,
    outputs: 'bits',
    train: { low: 2, high: 6 },
    test: [6, 10, 15, 20],
    options: { bits: 6, vectors: 3 },
  });
});

it('asks for every item but the last equally often, and draws fair bits', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const random = RandomStream.fromSeed(seed);
      const sequences = observe(associativeRecall().sample(random, { batch: 1000, length: 5 }));
      const all = sequences.map(({ inputs }) => read(inputs, 6));
      expectFrequencies(
        all.map((items) => items.indexOf(items[5])),
        { 0: 1 / 4, 1: 1 / 4, 2: 1 / 4, 3: 1 / 4 },
      );
      expectFrequencies([...all.map((items) => items[0].replaceAll(' ', '')).join('')], {
        0: 1 / 2,
        1: 1 / 2,
      });
    }),
    { numRuns: 5 },
  );
});

it('has no longer sequences than there are different items, and takes as long ones', () => {
  const task = associativeRecall({ bits: 2, vectors: 1 });
  expect(task).toMatchObject({ train: { low: 2, high: 4 }, test: [4], lengths: { low: 2, high: 4 } });
  fc.assert(
    fc.property(seeds, (seed) => {
      const random = RandomStream.fromSeed(seed);
      const [{ inputs }] = observe(task.sample(random, { batch: 1, length: 4 }));
      expect(read(inputs, 2).slice(0, 4).sort()).toEqual(['00', '01', '10', '11']);
      expect(() => task.sample(random, { batch: 1, length: 5 })).toThrow(
        new RangeError('length of associative-recall must be an integer in [2, 4], got 5'),
      );
    }),
  );
});
