import { RandomStream } from '@loci/random';
import fc from 'fast-check';
import { dynamicNGrams, optimalNGramPredictions } from '../../src/index.js';
import { batchesOf, seeds } from '../support/arbitraries.js';
import { allSequences, probabilityOfSequence } from '../support/n-grams.js';
import { observe } from '../support/observe.js';
import { expectFrequencies, expectMean } from '../support/statistics.js';

it('wants every bit, and shows the one before', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 7 }).chain((order) => batchesOf(dynamicNGrams({ order }))),
      (batch) => {
        for (const { length, inputs, targets, mask } of observe(batch)) {
          expect(mask).toEqual(mask.map((_, step) => (step < length ? 1 : 0)));
          expect(targets.flat().every((bit) => bit === 0 || bit === 1)).toBe(true);
          expect(inputs[0]).toEqual([0]);
          expect(inputs.slice(1, length)).toEqual(targets.slice(0, length - 1));
          expect(
            inputs
              .slice(length)
              .flat()
              .every((value) => value === 0),
          ).toBe(true);
        }
      },
    ),
  );
});

it('has the sizes and lengths of the paper', () => {
  expect(dynamicNGrams()).toMatchObject({
    inputSize: 1,
    outputSize: 1,
    outputs: 'bits',
    train: { low: 200, high: 200 },
    test: [200],
    options: { order: 6 },
  });
});

it.each([
  { order: 1, length: 5 },
  { order: 2, length: 5 },
  { order: 3, length: 5 },
])(
  'draws sequences with the probabilities they have when tables come from Beta(1/2, 1/2): $order',
  (sizes) => {
    const { order, length } = sizes;
    const probabilities = Object.fromEntries(
      allSequences(length).map((bits) => [bits.join(''), probabilityOfSequence(bits, order)]),
    );
    fc.assert(
      fc.property(seeds, (seed) => {
        const random = RandomStream.fromSeed(seed);
        const batch = dynamicNGrams({ order }).sample(random, { batch: 5_000, length });
        expectFrequencies(
          observe(batch).map(({ targets }) => targets.flat().join('')),
          probabilities,
        );
      }),
      { numRuns: 3 },
    );
  },
  30_000,
);

it('costs the optimal predictor 133.4 bits a sequence, as in the paper', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const random = RandomStream.fromSeed(seed);
      const batch = dynamicNGrams().sample(random, { batch: 200, length: 200 });
      const predictions = observe({
        ...batch,
        targets: { ...batch.targets, values: optimalNGramPredictions(batch, 6) },
      });
      const bits = observe(batch).map(({ targets }, sequence) =>
        targets.reduce(
          (sum, [bit], step) => sum - Math.log2(Math.abs(1 - bit - predictions[sequence].targets[step][0])),
          0,
        ),
      );
      // From 4,000 sequences of another program: the figure of the paper shows some 133.
      expectMean(bits, 133.4);
    }),
    { numRuns: 3 },
  );
});
