import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { bagTensors } from '../src/bags/bags.js';
import { embedBags } from '../src/bags/embed-bags.js';
import { levelSizes, occurrenceTree } from '../src/bags/occurrences.js';

beforeAll(useTestBackend);

describe('occurrenceTree', () => {
  it('counts every occurrence of a symbol once, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(fc.tuple(fc.nat(5), fc.boolean()), { minLength: 1, maxLength: 700 }),
        (symbols, drawn) => {
          const symbolOf = Int32Array.from(drawn, ([symbol]) => symbol % symbols);
          const levels = occurrenceTree(symbolOf, (i) => drawn[i][1], symbols);
          const [first, ...others] = levels.map(({ items, groups, fan }) =>
            Array.from({ length: groups }, (_, group) => [...items.subarray(group * fan, (group + 1) * fan)]),
          );
          const sets = others.reduce(
            (sums, groups) => groups.map((group) => group.flatMap((item) => sums[item])),
            first.map((group) => group.filter((occurrence) => occurrence >= 0)),
          );
          const expected = Array.from({ length: symbols }, (_, symbol) =>
            drawn.flatMap(([, counts], i) => (counts && symbolOf[i] === symbol ? [i] : [])),
          );
          expect(sets).toEqual(expected);
        },
      ),
      { seed: 2, numRuns: 100 },
    );
  });

  it('has shapes that depend on the numbers of occurrences and symbols alone', () => {
    for (const symbol of [0, 4]) {
      const levels = occurrenceTree(new Int32Array(1000).fill(symbol), () => true, 5);
      expect(levels.map(({ groups, fan }) => ({ groups, fan }))).toEqual(levelSizes(1000, 5));
    }
    expect(levelSizes(1000, 5)).toEqual([
      { groups: 1 + 67, fan: 16 },
      { groups: 1 + 8, fan: 16 },
      { groups: 5, fan: 4 },
    ]);
  });
});

describe('embedBags', () => {
  const bags = {
    rows: 2,
    slots: 3,
    symbols: Int32Array.of(0, 2, 2, 1, 0, 0),
    weights: Float32Array.of(1, 2, 0.5, 1, 0, 0),
    tilts: Float32Array.of(0, 1, -1, 0.5, 0, 0),
  };
  const table = [
    [1, 2],
    [3, 4],
    [5, 6],
  ];

  it('weights and sums the rows of the table', () => {
    tf.tidy(() => {
      const slope = Float32Array.of(0, 10);
      const embedded = embedBags(tf.tensor2d(table), bagTensors(bags, 3), slope);
      expect(embedded.arraySync()).toEqual([
        [1 + 2 * 5 + 0.5 * 5, 2 + (2 + 10) * 6 + (0.5 - 10) * 6],
        [3, (1 + 5) * 4],
      ]);
    });
  });

  it('gives each row of the table the weights of its occurrences as its gradient', () => {
    tf.tidy(() => {
      const tensors = bagTensors(bags, 3);
      const gradient = tf.grad((x) => embedBags(x as tf.Tensor2D, tensors, Float32Array.of(0, 10)));
      const dy = tf.tensor2d([
        [1, 1],
        [100, 100],
      ]);
      expect(gradient(tf.tensor2d(table), dy).arraySync()).toEqual([
        [1, 1],
        [100, 600],
        [2.5, 12 - 9.5],
      ]);
    });
  });
});
