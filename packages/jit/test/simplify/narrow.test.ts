import * as tf from '@tensorflow/tfjs';
import { extentsOf } from '../../src/graph/access.js';
import type { Graph } from '../../src/graph/graph.js';
import { kernelNodes } from '../../src/graph/walk.js';
import { removeDeadCode } from '../../src/simplify/dead-code.js';
import { simplifyDimensions } from '../../src/simplify/dimensions.js';
import { narrow } from '../../src/simplify/narrow.js';
import { unroll } from '../models/ntm.js';
import { expectNothingChanges } from '../support/graphs.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

const simple = (graph: Graph): Graph => removeDeadCode(simplifyDimensions(graph));

function narrowed(fn: (product: tf.Tensor) => unknown): Graph['nodes'] {
  const graph = simple(
    recorded((x: tf.Tensor, y: tf.Tensor) => fn(tf.matMul(x, y)), [tf.zeros([6, 5]), tf.zeros([5, 9])]),
  );
  const result = narrow(graph);
  expectSameResults(result, graph);
  return result.nodes.filter(({ kind }) => kind === 'matrix');
}

test('columns and rows that nobody reads are not computed', () => {
  expect(narrowed((p) => tf.tanh(tf.slice(p, [0, 3], [6, 4])))).toMatchObject([{ m: 6, n: 4, k: 5 }]);
  expect(narrowed((p) => tf.tanh(tf.slice(p, [2, 0], [3, 9])))).toMatchObject([{ m: 3, n: 9, k: 5 }]);
});

test('products of a batch that nobody reads are not computed', () => {
  const fn = (x: tf.Tensor) => tf.tanh(tf.slice(tf.matMul(x, tf.sin(x), false, true), [2, 0, 0], [2, 4, 4]));
  expect(extents(fn, [5, 4, 6])).toEqual([[48], [2, 4, 4], [32]]);
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

/** The extents of the nodes that a function becomes. */
function extents(fn: (x: tf.Tensor) => unknown, shape: number[], before = simple): (readonly number[])[] {
  const graph = before(recorded(fn, [tf.zeros(shape)]));
  const result = narrow(graph);
  expectSameResults(result, graph);
  return kernelNodes(result.nodes).map(extentsOf);
}

test('rows that nobody reads are not computed, nor what only they need', () => {
  const weights = tf.variable(tf.ones([5, 7]));
  const logits = (x: tf.Tensor): tf.Tensor => tf.add(tf.matMul(x, weights), tf.ones([7]));
  expect(extents((x) => tf.exp(tf.slice(logits(x), [4, 0], [2, 7])), [6, 5])).toEqual([[2, 7], [14], [14]]);
});

test('parts of a whole are cut as the whole is read', () => {
  const fn = (x: tf.Tensor) => {
    const whole = tf.concat([tf.exp(x), tf.sin(x)], 1);
    return tf.tanh(tf.slice(whole, [3, 0], [5, 8]));
  };
  // Exp and Sin, a copy of each, Tanh.
  expect(extents(fn, [8, 4])).toEqual([[20], [20], [5, 4], [5, 4], [40]]);
});

test('reductions are made of the rows that are read', () => {
  const fn = (x: tf.Tensor) => tf.exp(tf.slice(tf.sum(tf.softmax(x), 1), [0], [3]));
  expect(extents(fn, [8, 4])).toEqual([[3, 4], [3, 4], [3]]);
});

test('a few elements do not keep a node from having the extents of others', () => {
  const fn = (x: tf.Tensor) => tf.tanh(tf.slice(tf.exp(x), [1, 0], [7, 4]));
  expect(extents(fn, [8, 4])).toEqual([[32], [28]]);
});

test('in loops, what no step reads is not computed', () => {
  const fn = (x: tf.Tensor) => {
    const { outputs } = unroll(
      (input, { h }) => {
        const next = tf.tanh(tf.add(h!, input));
        return { output: tf.slice(tf.exp(next), [0, 0], [2, 4]), state: { h: next }, trace: {} };
      },
      x as tf.Tensor3D,
      { h: tf.zeros([4, 4]) },
    );
    return outputs;
  };
  // The first state; Add, Tanh, Exp, of which only the first rows are read; what they give in all steps.
  expect(extents(fn, [3, 4, 4])).toEqual([[16], [16], [16], [8], [3, 8]]);
});

test('narrowed nodes compute the same', () => {
  expectNothingChanges(narrow, { runs: 60, before: simple });
});
