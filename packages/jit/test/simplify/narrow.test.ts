import * as tf from '@tensorflow/tfjs';
import type { Graph } from '../../src/graph/graph.js';
import { removeDeadCode } from '../../src/simplify/dead-code.js';
import { simplifyDimensions } from '../../src/simplify/dimensions.js';
import { narrowProducts } from '../../src/simplify/narrow.js';
import { expectNothingChanges } from '../support/graphs.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

const simple = (graph: Graph): Graph => removeDeadCode(simplifyDimensions(graph));

function narrowed(fn: (product: tf.Tensor) => unknown): Graph['nodes'] {
  const graph = simple(
    recorded((x: tf.Tensor, y: tf.Tensor) => fn(tf.matMul(x, y)), [tf.zeros([6, 5]), tf.zeros([5, 9])]),
  );
  const result = narrowProducts(graph);
  expectSameResults(result, graph);
  return result.nodes.filter(({ kind }) => kind === 'matrix');
}

test('columns and rows that nobody reads are not computed', () => {
  expect(narrowed((p) => tf.tanh(tf.slice(p, [0, 3], [6, 4])))).toMatchObject([{ m: 6, n: 4, k: 5 }]);
  expect(narrowed((p) => tf.tanh(tf.slice(p, [2, 0], [3, 9])))).toMatchObject([{ m: 3, n: 9, k: 5 }]);
});

test('what lies between two parts that are read is computed', () => {
  const parts = (p: tf.Tensor): tf.Tensor => {
    const [, left, , right] = tf.split(p, [1, 2, 3, 3], 1);
    return tf.add(tf.tanh(left!), tf.slice(right!, [0, 0], [6, 2]));
  };
  expect(narrowed(parts)).toMatchObject([{ m: 6, n: 7 }]);
});

test('a product that is used in full, or given back, stays', () => {
  expect(narrowed((p) => [p, tf.tanh(tf.slice(p, [0, 3], [6, 4]))])).toMatchObject([{ m: 6, n: 9 }]);
  expect(narrowed((p) => tf.sum(p))).toMatchObject([{ m: 6, n: 9 }]);
});

test('narrowed products compute the same', () => {
  expectNothingChanges(narrowProducts, { runs: 40, before: simple });
});
