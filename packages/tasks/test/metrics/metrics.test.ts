import fc from 'fast-check';
import {
  bitsAboveOptimal,
  copy,
  dynamicNGrams,
  exactSequences,
  exactStrings,
  optimalNGramPredictions,
  wrongBits,
} from '../../src/index.js';
import type { Batch } from '../../src/index.js';
import { batchesOf, configuredTasks } from '../support/arbitraries.js';
import { observe } from '../support/observe.js';

/** Two sequences of two bits a step; the second ends after one step. */
const batch: Batch = {
  inputs: { values: new Float32Array(4), shape: [2, 2, 1] },
  targets: { values: Float32Array.from([1, 0, 1, 1, 0, 1, 0, 0]), shape: [2, 2, 2] },
  mask: { values: Float32Array.from([1, 1, 1, 0]), shape: [2, 2] },
  lengths: [2, 1],
};
const predictions = Float32Array.from([0.5, 0.6, 0.9, 0.51, 0.4, 1, 1, 1]);

it('counts by hand: a half is a one, and what does not count is not counted', () => {
  expect(wrongBits.measure(predictions, batch)).toBe(1 / 2);
  expect(exactSequences.measure(predictions, batch)).toBe(50);
  expect(
    wrongBits.measure(
      predictions.map((value, index) => (index === 1 ? 0.49 : value)),
      batch,
    ),
  ).toBe(0);
  expect(
    exactSequences.measure(
      predictions.map((value, index) => (index === 1 ? 0.49 : value)),
      batch,
    ),
  ).toBe(100);
});

it('takes NaN for wrong', () => {
  expect(wrongBits.measure(new Float32Array(8).fill(NaN), batch)).toBe(6 / 2);
});

const taskAndGuesses = configuredTasks
  .chain((task) => batchesOf(task))
  .chain((sample) => {
    const size = sample.targets.values.length;
    const probabilities = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
      minLength: size,
      maxLength: size,
    });
    return probabilities.map((guesses) => ({ sample, guesses: Float32Array.from(guesses) }));
  });

it('counts as loops over sequences, steps and bits do', () => {
  fc.assert(
    fc.property(taskAndGuesses, ({ sample, guesses }) => {
      const observed = observe({ ...sample, targets: { ...sample.targets, values: guesses } });
      let wrong = 0;
      let exact = 0;
      observe(sample).forEach(({ targets, mask }, sequence) => {
        let own = 0;
        for (let step = 0; step < targets.length; step++) {
          if (mask[step] === 0) continue;
          for (let bit = 0; bit < targets[step].length; bit++) {
            if (Math.round(observed[sequence].targets[step][bit] + 1e-9) !== targets[step][bit]) own++;
          }
        }
        wrong += own;
        if (own === 0) exact++;
      });
      expect(wrongBits.measure(guesses, sample)).toBeCloseTo(wrong / sample.lengths.length, 10);
      expect(exactSequences.measure(guesses, sample)).toBeCloseTo((100 * exact) / sample.lengths.length, 10);
    }),
  );
});

it('finds no fault in the targets of any task', () => {
  fc.assert(
    fc.property(
      configuredTasks.chain((task) => batchesOf(task)),
      (sample) => {
        expect(wrongBits.measure(sample.targets.values, sample)).toBe(0);
        expect(exactSequences.measure(sample.targets.values, sample)).toBe(100);
      },
    ),
  );
});

describe('bits above optimal', () => {
  const samples = fc
    .integer({ min: 1, max: 5 })
    .chain((order) => batchesOf(dynamicNGrams({ order })).map((sample) => ({ order, sample })));

  it('is 0 for the optimal predictor', () => {
    fc.assert(
      fc.property(samples, ({ order, sample }) => {
        const optimal = optimalNGramPredictions(sample, order);
        expect(bitsAboveOptimal(order).measure(optimal, sample)).toBe(0);
      }),
    );
  });

  it('is the difference of cross-entropies: for fair guesses, a bit for each bit less the optimal ones', () => {
    fc.assert(
      fc.property(samples, ({ order, sample }) => {
        const { targets, mask, lengths } = sample;
        const optimal = optimalNGramPredictions(sample, order);
        let cost = 0;
        mask.values.forEach((counts, index) => {
          if (counts) cost -= Math.log2(targets.values[index] ? optimal[index] : 1 - optimal[index]);
        });
        const bits = lengths.reduce((sum, length) => sum + length, 0);
        const fair = optimal.map(() => 0.5);
        expect(bitsAboveOptimal(order).measure(fair, sample)).toBeCloseTo((bits - cost) / lengths.length, 8);
      }),
    );
  });

  it('is finite for certain predictions that are wrong: 24 bits for each', () => {
    fc.assert(
      fc.property(samples, ({ order, sample }) => {
        const { targets, lengths } = sample;
        const gap = (values: Float32Array) => bitsAboveOptimal(order).measure(values, sample);
        const wrong = gap(targets.values.map((bit) => 1 - bit));
        const bits = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
        expect(wrong - gap(targets.values)).toBeCloseTo(24 * bits, 4);
      }),
    );
  });
});

it('refuses predictions of another shape', () => {
  const task = copy({ bits: 2 });
  for (const metric of [...task.metrics, bitsAboveOptimal(1)]) {
    expect(() => metric.measure(new Float32Array(7), batch)).toThrow(
      new RangeError('predictions must have the shape of the targets [2, 2, 2], 8 numbers, got 7'),
    );
  }
});

it('counts sequences whose classes are all right, the first of equals', () => {
  const classes: Batch = {
    ...batch,
    targets: { values: Float32Array.from([1, 0, 0, 1, 0, 1, 1, 0]), shape: [2, 2, 2] },
  };
  const exact = (values: number[]) => exactStrings.measure(Float32Array.from(values), classes);
  expect(exact([0.6, 0.4, 0.3, 0.7, 0.2, 0.8, 0, 1])).toBe(100);
  expect(exact([0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0, 1])).toBe(50);
  expect(exact([0.5, 0.5, 0.5, 0.5, 0.2, 0.8, 0, 1])).toBe(50);
  expect(exact(Array<number>(8).fill(NaN))).toBe(0);
});
