import fc from 'fast-check';
import { dynamicNGrams, optimalNGramPredictions, optimalNGramProbabilities } from '../src/index.js';
import { batchesOf } from './support/arbitraries.js';
import { addConstant, allSequences, probabilityOfSequence } from './support/n-grams.js';
import { observe } from './support/observe.js';

const orders = fc.integer({ min: 1, max: 6 });

it('is (N1 + 1/2) / (N0 + N1 + 1), by hand', () => {
  // Bigrams of 0 0 1 0 0: after 0 come 0, 1, 0; after 1 comes 0.
  const expected = [0.5, 1 / 2, 0.5 / 2, 1 / 2, 1.5 / 3];
  expect(optimalNGramProbabilities([0, 0, 1, 0, 0], 2)).toEqual(expected);
});

it('is what counting the whole sequence anew for each bit gives', () => {
  fc.assert(
    fc.property(orders, fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 80 }), (order, bits) => {
      const expected = bits.map((_, index) => addConstant(0.5, order)(bits, index));
      expect(optimalNGramProbabilities(bits, order)).toEqual(expected);
    }),
  );
});

it('gives every sequence the probability that it has when the table is not known', () => {
  for (const order of [1, 2, 3, 4]) {
    for (const bits of allSequences(9)) {
      const predicted = optimalNGramProbabilities(bits, order).reduce(
        (product, probability, index) => product * (bits[index] === 1 ? probability : 1 - probability),
        1,
      );
      expect(predicted / probabilityOfSequence(bits, order)).toBeCloseTo(1, 10);
    }
  }
});

describe('expected bits, over all sequences by their probability', () => {
  const LENGTH = 9;
  const expectedBits = (predict: (bits: readonly number[], index: number) => number, order: number) => {
    let sum = 0;
    for (const bits of allSequences(LENGTH)) {
      const cost = bits.reduce((total, bit, index) => {
        const probability = predict(bits, index);
        return total - Math.log2(bit === 1 ? probability : 1 - probability);
      }, 0);
      sum += probabilityOfSequence(bits, order) * cost;
    }
    return sum;
  };
  const optimum = (order: number) =>
    expectedBits((bits, index) => optimalNGramProbabilities(bits, order)[index], order);

  it.each([1, 2, 3])('are the lowest for order %d', (order) => {
    const alternatives = {
      fair: () => 0.5,
      'adding 1': addConstant(1, order),
      'adding 0.45': addConstant(0.45, order),
      'adding 0.55': addConstant(0.55, order),
      'longer n-grams': addConstant(0.5, order + 1),
      ...(order > 1 ? { 'shorter n-grams': addConstant(0.5, order - 1) } : {}),
    };
    const lowest = optimum(order);
    for (const [name, predict] of Object.entries(alternatives)) {
      expect(`${name}: ${expectedBits(predict, order) > lowest + 1e-6}`).toBe(`${name}: true`);
    }
  });

  it('are lower than those of any change to the predictor', () => {
    const changes = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 5, maxLength: 5 });
    const lowest = optimum(2);
    fc.assert(
      fc.property(changes, (change) => {
        // The change of the log odds depends on the place and on the bits before it.
        const changed = (bits: readonly number[], index: number) => {
          const probability = optimalNGramProbabilities(bits, 2)[index];
          const ones = bits.slice(0, index).filter((bit) => bit === 1).length;
          const odds =
            (probability / (1 - probability)) * Math.exp(change[(index + 2 * ones) % change.length]);
          return odds / (1 + odds);
        };
        expect(expectedBits(changed, 2)).toBeGreaterThan(lowest - 1e-12);
      }),
      { numRuns: 20 },
    );
  });
});

it('predicts batches in the shape of the targets, 0 after the end', () => {
  fc.assert(
    fc.property(
      orders.chain((order) => batchesOf(dynamicNGrams({ order })).map((batch) => ({ order, batch }))),
      ({ order, batch }) => {
        const values = optimalNGramPredictions(batch, order);
        const predictions = observe({ ...batch, targets: { ...batch.targets, values } });
        observe(batch).forEach(({ length, targets }, sequence) => {
          const bits = targets.slice(0, length).flat();
          const expected = targets.map((_, step) =>
            step < length ? Math.fround(addConstant(0.5, order)(bits, step)) : 0,
          );
          expect(predictions[sequence].targets.flat()).toEqual(expected);
        });
      },
    ),
  );
});

it.each([0, 17, 2.5])('refuses the order %d', (order) => {
  expect(() => optimalNGramProbabilities([0, 1], order)).toThrow(
    new RangeError(`order must be an integer in [1, 16], got ${order}`),
  );
});
