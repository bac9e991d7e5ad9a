import * as tf from '@tensorflow/tfjs';
import type { Graph } from '../../src/graph/graph.js';
import { simplifyDimensions } from '../../src/simplify/dimensions.js';
import { productsAsRows } from '../../src/simplify/products.js';
import { expectNothingChanges } from '../support/graphs.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

function productOf(a: number[], b: number[], transposeB = false): Graph['nodes'] {
  const graph = simplifyDimensions(
    recorded((x: tf.Tensor, y: tf.Tensor) => tf.matMul(x, y, false, transposeB), [tf.zeros(a), tf.zeros(b)]),
  );
  const result = productsAsRows(graph);
  expectSameResults(result, graph);
  return result.nodes;
}

test('outer products and sums of few products are formulas', () => {
  expect(productOf([5, 1], [1, 6])).toMatchObject([{ kind: 'row', outer: [5, 6], inner: [] }]);
  expect(productOf([2, 5, 3], [2, 3, 6])).toMatchObject([{ kind: 'row', outer: [2, 5, 6], inner: [] }]);
});

test('a few dot products are taken side by side', () => {
  const [node] = productOf([7, 1, 9], [7, 3, 9], true);
  expect(node).toMatchObject({
    kind: 'row',
    outer: [7],
    inner: [9],
    passes: [{ accumulators: [{}, {}, {}] }, { over: 'outer', stores: [{}, {}, {}] }],
  });
});

test('a matrix times a vector is a row of sums', () => {
  expect(productOf([1, 9], [9, 6])).toMatchObject([{ kind: 'row', outer: [6], inner: [9] }]);
  expect(productOf([2, 6, 9], [2, 9, 1])).toMatchObject([{ kind: 'row', outer: [2, 6], inner: [9] }]);
});

test('a product of matrices stays one', () => {
  expect(productOf([6, 9], [9, 6])).toMatchObject([{ kind: 'matrix', m: 6, n: 6, k: 9 }]);
});

test('products as rows compute the same', () => {
  expectNothingChanges(productsAsRows, { runs: 40, before: simplifyDimensions });
});
