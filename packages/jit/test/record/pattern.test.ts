import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { patternOf, tensorsLike } from '../../src/record/pattern.js';
import { flatten, type Tree } from '../../src/record/tree.js';

beforeAll(() => tf.setBackend('cpu'));

/** Few of each, so that two trees are often alike. */
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 2 },
    fc
      .record({
        shape: fc.constantFrom<number[]>([], [2], [1, 2]),
        dtype: fc.constantFrom('float32', 'int32'),
      })
      .map(({ shape, dtype }) => tf.zeros(shape, dtype as 'float32')),
    fc.constantFrom(0, -0, NaN, '', '0', true, false, null, undefined),
    fc.array(tie('tree'), { maxLength: 2 }),
    fc
      .uniqueArray(fc.constantFrom('a', 'b'), { maxLength: 2 })
      .chain((names) =>
        fc
          .tuple(...names.map(() => tie('tree')))
          .map((children) => Object.fromEntries(names.map((name, i) => [name, children[i] as Tree]))),
      ),
  ),
}));

test('a pattern fits the trees that have the same key, and gives their tensors', () => {
  let alike = 0;
  fc.assert(
    fc.property(tree, tree, (a, b) => {
      const { tensors, key } = flatten(b, 'b');
      const isLike = flatten(a, 'a').key === key;
      if (isLike) alike++;
      expect(tensorsLike(patternOf(a), b)).toEqual(isLike ? tensors : undefined);
      expect(tensorsLike(patternOf(b), b)).toEqual(tensors);
    }),
    { seed: 1, numRuns: 1000 },
  );
  expect(alike).toBeGreaterThan(20);
});

test('what a tensor is like is no tensor, and a disposed one fits nowhere', () => {
  const x = tf.zeros([2]);
  const pattern = patternOf([x]);
  const alike = { dtype: 'float32', shape: [2] };
  expect(tensorsLike(pattern, [alike])).toBeUndefined();
  expect(tensorsLike(patternOf([alike]), [x])).toBeUndefined();
  expect(tensorsLike(pattern, [x])).toEqual([x]);
  x.dispose();
  expect(tensorsLike(pattern, [x])).toBeUndefined();
});
