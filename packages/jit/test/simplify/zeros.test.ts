import * as tf from '@tensorflow/tfjs';
import { GraphBuilder } from '../../src/graph/builder.js';
import type { Graph } from '../../src/graph/graph.js';
import { slice, wholeView } from '../../src/graph/view.js';
import { binary, float } from '../../src/ir/build.js';
import type { Expression } from '../../src/ir/expression.js';
import type { Pass } from '../../src/ir/kernel.js';
import { removeDeadCode } from '../../src/simplify/dead-code.js';
import { simplifyDimensions } from '../../src/simplify/dimensions.js';
import { skipZeros } from '../../src/simplify/zeros.js';
import { expectNothingChanges } from '../support/graphs.js';
import { expectSameResults, recorded, someElements } from '../support/recorded.js';
import { runGraph } from '../support/run-graph.js';

beforeAll(() => tf.setBackend('cpu'));

const simple = (graph: Graph): Graph => removeDeadCode(simplifyDimensions(graph));

/** What becomes of a function of two matrices of so many rows and columns. */
function skipped(fn: (x: tf.Tensor2D, y: tf.Tensor2D) => unknown, x: number[], y: number[]) {
  const graph = simple(recorded(fn as never, [tf.zeros(x), tf.zeros(y)]));
  const result = skipZeros(graph);
  expectSameResults(result, graph);
  return { graph, result, nodes: result.nodes };
}

const products = (nodes: Graph['nodes']) => nodes.filter(({ kind }) => kind === 'matrix');

/** A matrix with rows and columns around it. */
const padded = (
  x: tf.Tensor2D,
  rows: [number, number],
  columns: [number, number] = [0, 0],
  value = 0,
): tf.Tensor2D => tf.pad2d(x, [rows, columns], value);

describe('rows of zeros', () => {
  test('at the beginning or at the end of an operand are not multiplied', () => {
    for (const rows of [
      [20, 0],
      [0, 20],
    ] as [number, number][]) {
      const { nodes } = skipped((x, y) => tf.matMul(padded(x, rows), y), [10, 16], [16, 32]);
      expect(products(nodes)).toMatchObject([{ m: 10, n: 32, k: 16 }]);
      expect(nodes).toMatchObject([
        {},
        {},
        { outer: [32], inner: [16], passes: [{ kind: 'accumulate' }, {}] },
        { outer: [20, 32], inner: [] },
        {},
      ]);
    }
  });

  test('at both ends of an operand, and of both operands', () => {
    const fn = (x: tf.Tensor2D, y: tf.Tensor2D) =>
      tf.matMul(padded(x, [30, 20]), padded(y, [0, 0], [40, 50]));
    expect(products(skipped(fn, [10, 32], [32, 10]).nodes)).toMatchObject([{ m: 10, n: 10, k: 32 }]);
  });

  test('that nothing is written next to leave no product', () => {
    const fn = (x: tf.Tensor2D, y: tf.Tensor2D) => tf.matMul(tf.concat([tf.zeros([64, 16]), x]), y);
    expect(products(skipped(fn, [0, 16], [16, 32]).nodes)).toEqual([]);
  });
});

describe('terms that are zero', () => {
  test('in the middle of a product are not multiplied', () => {
    const fn = (x: tf.Tensor2D, y: tf.Tensor2D) => tf.matMul(x, padded(y, [20, 0]), true);
    const { nodes } = skipped(fn, [30, 16], [10, 32]);
    expect(products(nodes)).toMatchObject([{ m: 16, n: 32, k: 10 }]);
    expect(nodes.slice(-2)).toMatchObject([{ outer: [16], inner: [20] }, {}]);
  });

  test('are not summed', () => {
    const fn = (x: tf.Tensor2D) => tf.tanh(tf.sum(padded(x, [0, 20]), 0));
    expect(skipped(fn, [10, 4], [1]).nodes).toMatchObject([{}, {}, { outer: [4], inner: [10] }, {}]);
    const nothing = (x: tf.Tensor2D) => tf.tanh(tf.max(padded(x, [0, 20]), 0));
    expect(skipped(nothing, [10, 4], [1]).nodes).toMatchObject([{}, {}, { outer: [4], inner: [30] }, {}]);
  });

  test('of all rows but some are multiplied', () => {
    const fn = (x: tf.Tensor2D, y: tf.Tensor2D) => tf.matMul(padded(x, [20, 0], [0, 0], 1), y);
    expect(products(skipped(fn, [10, 16], [16, 32]).nodes)).toMatchObject([{ m: 30 }]);
  });
});

test('a row that stores something for each element has them all', () => {
  const builder = new GraphBuilder();
  const [argument, whole] = [
    wholeView(builder.value('float32', 3, { kind: 'argument', index: 0 }), [3]),
    wholeView(builder.value('float32', 5), [5]),
  ];
  builder.store('Zeros', slice(whole, [0], [2]), float(0));
  builder.copyInto('Copy', slice(whole, [2], [3]), argument);
  const load = builder.load(whole);
  const sum: Pass = { kind: 'accumulate', first: 0, accumulators: [{ reduction: 'sum', value: load }] };
  const difference = (): Expression =>
    binary('sub', load, { kind: 'accumulator', type: 'float32', index: 0 });
  const { value } = builder.rows('Difference', [], [5], 'float32', [sum, difference], 'all');
  const graph: Graph = { values: builder.values, nodes: builder.list, outputs: [value], assigned: [] };
  expectSameResults(skipZeros(graph), graph);
});

test('few elements are multiplied as they are', () => {
  const fn = (x: tf.Tensor2D, y: tf.Tensor2D) => tf.matMul(padded(x, [2, 0]), y);
  expect(products(skipped(fn, [2, 5], [5, 4]).nodes)).toMatchObject([{ m: 4 }]);
});

test('what a variable holds before zeros are assigned to it is no zero', () => {
  const variable = tf.variable(tf.ones([30, 16]));
  const graph = simple(
    recorded(
      (y: tf.Tensor) => {
        const product = tf.matMul(variable, y);
        variable.assign(tf.zeros([30, 16]));
        return product;
      },
      [tf.zeros([16, 32])],
    ),
  );
  expect(products(skipZeros(graph).nodes)).toMatchObject([{ m: 30 }]);
});

test('zero times what is not finite is NaN', () => {
  const fn = (x: tf.Tensor2D, y: tf.Tensor2D) => [
    tf.matMul(padded(x, [30, 0]), y),
    tf.matMul(y, padded(x, [22, 0])),
  ];
  const { graph, result } = skipped(fn, [10, 32], [32, 32]);
  expect(products(result.nodes)).toMatchObject([{ m: 10 }, { k: 10 }]);
  const elements: typeof someElements = (value) => {
    const numbers = Array.from(someElements(value));
    if (value.origin.kind === 'argument' && value.origin.index === 1)
      [numbers[5], numbers[39]] = [Infinity, NaN];
    return numbers;
  };
  const areNaN = (graph: Graph): number[][] =>
    runGraph(graph, elements).map((row) => [...row.keys()].filter((i) => Number.isNaN(row[i])));
  const expected = areNaN(graph);
  // Two columns but for the rows in which the infinite one is multiplied with others than zeros; two rows.
  expect(expected.map(({ length }) => length)).toEqual([2 * 40 - 10, 2 * 32]);
  expect(areNaN(result)).toEqual(expected);
});

test('graphs compute the same', () => {
  expectNothingChanges(skipZeros, { runs: 60, before: simple });
});
