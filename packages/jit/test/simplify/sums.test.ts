import * as tf from '@tensorflow/tfjs';
import type { Graph } from '../../src/graph/graph.js';
import { removeDeadCode } from '../../src/simplify/dead-code.js';
import { simplifyDimensions } from '../../src/simplify/dimensions.js';
import { joinSums } from '../../src/simplify/sums.js';
import { expectNothingChanges } from '../support/graphs.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

function joined(fn: (...args: tf.Tensor[]) => tf.Tensor, ...shapes: number[][]): Graph['nodes'] {
  const graph = simplifyDimensions(
    recorded(
      fn as never,
      shapes.map((shape) => tf.zeros(shape)),
    ),
  );
  const result = removeDeadCode(joinSums(graph));
  expectSameResults(result, graph);
  return result.nodes;
}

test('a sum of sums is one sum', () => {
  expect(joined((x) => tf.sum(tf.sum(x!, 2), 0), [3, 4, 5])).toMatchObject([{ outer: [4], inner: [3, 5] }]);
  expect(joined((x) => tf.mean(tf.sum(x!, 0), 1), [3, 4, 5])).toMatchObject([{ outer: [4], inner: [3, 5] }]);
});

test('a sum of products over the batch is one product with a longer sum', () => {
  const gradient = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.sum(tf.matMul(x, y, true), 0);
  expect(joined(gradient as never, [3, 7, 5], [3, 7, 6])).toMatchObject([
    { kind: 'matrix', batch: [], m: 5, n: 6, k: 21 },
  ]);
  expect(joined(gradient as never, [3, 1, 5], [3, 1, 6])).toMatchObject([
    { kind: 'matrix', batch: [], m: 5, n: 6, k: 3 },
  ]);
});

test('what else is done with the sum is done with the product', () => {
  const nodes = joined((x, y) => tf.mean(tf.matMul(x!, y!, true), 0), [3, 7, 5], [3, 7, 6]);
  expect(nodes).toMatchObject([{ kind: 'matrix', k: 21, stores: [{ value: { operator: 'div' } }] }]);
});

test('operands that do not lie one behind the other stay apart', () => {
  expect(joined((x, y) => tf.sum(tf.matMul(x!, y!), 0), [3, 5, 7], [3, 7, 6])).toHaveLength(2);
});

test('a sum that is used elsewhere stays', () => {
  const both = (x: tf.Tensor): tf.Tensor => {
    const sum = tf.sum(x, 2);
    return tf.mul(tf.sum(sum, 0), tf.slice(sum, [0, 0], [1, 4]));
  };
  expect(joined(both as never, [3, 4, 5])).toHaveLength(3);
});

test('joined sums compute the same', () => {
  expectNothingChanges(joinSums, { runs: 40, before: simplifyDimensions });
});
