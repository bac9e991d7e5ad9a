import * as tf from '@tensorflow/tfjs';
import { GraphBuilder } from '../../src/graph/builder.js';
import { kernelNodes } from '../../src/graph/walk.js';
import { wholeView } from '../../src/graph/view.js';
import { simplifyDimensions } from '../../src/simplify/dimensions.js';
import { expectNothingChanges } from '../support/graphs.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

/** The extents of the kernels that remain of a function, checked to compute the same. */
function shapesOf(fn: (...args: tf.Tensor[]) => unknown, ...shapes: number[][]): string[] {
  const graph = recorded(
    fn as never,
    shapes.map((shape) => tf.zeros(shape)),
  );
  const simple = simplifyDimensions(graph);
  expectSameResults(simple, graph);
  return kernelNodes(simple.nodes).map((node) =>
    node.kind === 'row'
      ? [node.outer.join(','), ...(node.inner.length > 0 ? [node.inner.join(',')] : [])].join(' / ')
      : `${node.batch.join(',')} | ${node.m} ${node.n} ${node.k}`,
  );
}

test('dimensions that lie one behind the other are one', () => {
  expect(shapesOf((x) => tf.tanh(x!), [2, 3, 4])).toEqual(['24']);
  expect(shapesOf((x, y) => tf.add(x!, y!), [2, 3, 4], [4])).toEqual(['6,4']);
  expect(shapesOf((x) => tf.sum(x!, [1, 2]), [2, 3, 4])).toEqual(['2 / 12']);
});

test('dimensions of extent 1 fall away, reductions over them too', () => {
  expect(shapesOf((x, y) => tf.add(x!, y!), [2, 1, 4], [1, 4])).toEqual(['2,4']);
  expect(shapesOf((x) => tf.sum(x!, 1), [3, 1])).toEqual(['3']);
  expect(shapesOf((x) => tf.softmax(x!), [3, 1])).toEqual(['3']);
  expect(shapesOf((x) => tf.argMax(x!, 1), [3, 1])).toEqual(['3']);
});

test('dimensions are in the order of memory', () => {
  expect(shapesOf((x) => tf.tanh(tf.transpose(x!)), [3, 4])).toEqual(['4,3']);
  expect(shapesOf((x, y) => tf.matMul(tf.transpose(x!), y!), [3, 4], [3, 5])).toEqual([' | 4 5 3']);
});

test('what is empty is not computed, and sums over nothing are zero', () => {
  expect(shapesOf((x) => tf.tanh(x!), [0, 3])).toEqual([]);
  expect(shapesOf((x) => tf.sum(x!, 1), [3, 0])).toEqual(['3']);
  expect(shapesOf((x, y) => tf.matMul(x!, y!), [2, 0], [0, 3])).toEqual(['6']);
});

test('a batch that shares a matrix is one taller matrix', () => {
  const builder = new GraphBuilder();
  const value = (index: number, shape: number[]) =>
    wholeView(
      builder.value(
        'float32',
        shape.reduce((a, b) => a * b),
        { kind: 'argument', index },
      ),
      shape,
    );
  const outputs = [
    builder.product('Shared', value(0, [2, 3, 4]), value(1, [4, 5])),
    builder.product('Vectors', value(2, [6, 1, 4]), value(3, [4, 5])),
    builder.product('Apart', value(4, [2, 3, 4]), value(5, [2, 4, 5])),
  ].map((view) => view.value);
  const graph = { values: builder.values, nodes: builder.list, outputs, assigned: [] };
  const simple = simplifyDimensions(graph);
  expectSameResults(simple, graph);
  expect(simple.nodes).toMatchObject([
    { batch: [], m: 6, n: 5, k: 4 },
    { batch: [], m: 6, n: 5, k: 4 },
    { batch: [2], m: 3, n: 5, k: 4 },
  ]);
});

test('a simplified graph computes the same', () => {
  expectNothingChanges(simplifyDimensions, { runs: 40 });
});
