import * as tf from '@tensorflow/tfjs';
import { kernelNodes } from '../../src/graph/walk.js';
import { simplifyDimensions } from '../../src/simplify/dimensions.js';
import { unrollSmallRows } from '../../src/simplify/small-rows.js';
import { expectNothingChanges } from '../support/graphs.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

test.each<[string, (x: tf.Tensor) => tf.Tensor]>([
  ['softmax', (x) => tf.softmax(x)],
  ['log softmax', (x) => tf.logSoftmax(x)],
  ['sum', (x) => tf.sum(x, 1)],
  ['prod', (x) => tf.prod(x, 1)],
  ['max', (x) => tf.max(x, 1)],
  ['min', (x) => tf.min(x, 1)],
  ['argMax', (x) => tf.argMax(x, 1)],
  ['argMin', (x) => tf.argMin(x, 1)],
  ['any', (x) => tf.any(tf.greater(x, 0.5), 1)],
  ['all', (x) => tf.all(tf.greater(x, -0.5), 1)],
  ['cumsum', (x) => tf.cumsum(x, 1)],
])('%s over three elements is a formula', (_, fn) => {
  const graph = simplifyDimensions(recorded(fn, [tf.zeros([5, 3])]));
  const unrolled = unrollSmallRows(graph);
  expectSameResults(unrolled, graph);
  for (const node of kernelNodes(unrolled.nodes)) expect(node).toMatchObject({ inner: [], passes: [{}] });
});

test('longer rows stay rows', () => {
  const graph = recorded((x: tf.Tensor) => tf.sum(x, 1), [tf.zeros([5, 9])]);
  expect(unrollSmallRows(graph).nodes).toMatchObject([{ outer: [5], inner: [9] }]);
});

test('unrolled rows compute the same', () => {
  expectNothingChanges(unrollSmallRows, { runs: 40, before: simplifyDimensions });
});
