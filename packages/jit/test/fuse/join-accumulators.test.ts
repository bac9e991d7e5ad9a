import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { fuse } from '../../src/fuse/fuse.js';
import { joinAccumulators } from '../../src/fuse/join-accumulators.js';
import { kernelNodes } from '../../src/graph/walk.js';
import type { Expression } from '../../src/ir/expression.js';
import { removeDeadCode } from '../../src/simplify/dead-code.js';
import { simplifyDimensions } from '../../src/simplify/dimensions.js';
import { expectNothingChanges } from '../support/graphs.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

/** What is summed over rows of three matrices, and joined. */
function summed(fn: (x: tf.Tensor, y: tf.Tensor, z: tf.Tensor) => unknown): Expression[] {
  const args = [1, 2, 3].map(() => tf.zeros([6, 40]));
  const graph = removeDeadCode(fuse(removeDeadCode(simplifyDimensions(recorded(fn as never, args)))));
  const joined = joinAccumulators(graph);
  expectSameResults(joined, graph);
  return [...kernelNodes(joined.nodes)].flatMap((node) =>
    node.kind === 'row'
      ? node.passes.flatMap((pass) =>
          pass.kind === 'accumulate' ? pass.accumulators.map(({ value }) => value) : [],
        )
      : [],
  );
}

const sum = (x: tf.Tensor): tf.Tensor => tf.sum(x, 1);

test('sums of which the difference is used are one sum, with common factors outside', () => {
  const difference = (x: tf.Tensor, y: tf.Tensor, z: tf.Tensor) =>
    tf.tanh(tf.sub(sum(tf.mul(x, y)), sum(tf.mul(z, tf.mul(x, y)))));
  expect(summed(difference)).toMatchObject([{ operator: 'mul', b: { operator: 'sub', a: { value: 1 } } }]);
});

test('sums that are used elsewhere, or in other passes, stay', () => {
  expect(
    summed((x, y) => [tf.sub(sum(x), sum(y)), sum(tf.mul(x, 2)), tf.sqrt(sum(tf.abs(x))), sum(x)]),
  ).toContainEqual(expect.objectContaining({ kind: 'load' }));
  const inTurn = (x: tf.Tensor, y: tf.Tensor) => {
    const first = sum(x);
    return tf.sub(first, sum(tf.mul(y, tf.tanh(tf.expandDims(first, 1)))));
  };
  expect(summed(inTurn)).toHaveLength(2);
  expect(summed((x, y) => tf.sub(sum(x), tf.max(y, 1)))).toHaveLength(2);
});

test('sums and differences of products of any factors', () => {
  const factors = fc.array(fc.nat(2), { minLength: 1, maxLength: 3 });
  const terms = fc.uniqueArray(fc.tuple(factors, fc.boolean()), {
    minLength: 2,
    maxLength: 4,
    // Equal sums are one before.
    selector: ([list]) => [...list].sort().join(),
  });
  fc.assert(
    fc.property(terms, (list) => {
      const values = summed((...args) => {
        const sums = list.map(([each]) => sum(each.map((i) => args[i]!).reduce((a, b) => tf.mul(a, b))));
        return sums.reduce((total, next, i) => (list[i]![1] ? tf.add : tf.sub)(total, next));
      });
      expect(values).toHaveLength(1);
    }),
    { numRuns: 60, seed: 1 },
  );
});

test('joined accumulators compute the same', () => {
  expectNothingChanges(joinAccumulators, {
    runs: 40,
    before: (graph) => removeDeadCode(fuse(removeDeadCode(simplifyDimensions(graph)))),
  });
});
