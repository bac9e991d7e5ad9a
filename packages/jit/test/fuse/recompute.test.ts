import * as tf from '@tensorflow/tfjs';
import { readThroughCopies, recomputeCheapValues } from '../../src/fuse/recompute.js';
import type { Graph } from '../../src/graph/graph.js';
import type { KernelNode } from '../../src/graph/node.js';
import type { Value } from '../../src/graph/value.js';
import { kernelNodes } from '../../src/graph/walk.js';
import { binary, float, unary } from '../../src/ir/build.js';
import type { Expression } from '../../src/ir/expression.js';
import { productsAsRows } from '../../src/simplify/products.js';
import { removeDeadCode } from '../../src/simplify/dead-code.js';
import { simplifyDimensions } from '../../src/simplify/dimensions.js';
import { unroll } from '../models/ntm.js';
import { expectNothingChanges } from '../support/graphs.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

const simple = (graph: Graph): Graph => removeDeadCode(productsAsRows(simplifyDimensions(graph)));

/** The tfjs kernels that remain, one list for each kernel of the program. */
function sourcesAfter(
  pass: (graph: Graph) => Graph,
  fn: (...args: tf.Tensor[]) => unknown,
  ...shapes: number[][]
): string[] {
  const graph = simple(
    recorded(
      fn as never,
      shapes.map((shape) => tf.zeros(shape)),
    ),
  );
  const result = pass(graph);
  expectSameResults(result, graph);
  return kernelNodes(result.nodes).map(({ sources }) => sources.join());
}

describe('copies', () => {
  const after = (fn: (...args: tf.Tensor[]) => unknown, ...shapes: number[][]): string[] =>
    sourcesAfter(readThroughCopies, fn, ...shapes);

  test('are read where they were copied from', () => {
    // The reshaped transposition needs a copy, which the addition need not read.
    expect(after((x, y) => tf.add(tf.reshape(tf.transpose(x!), [12]), y!), [3, 4], [12])).toEqual(['Add']);
  });

  test('that operands of products are read from their source', () => {
    const product = (x: tf.Tensor, y: tf.Tensor): tf.Tensor =>
      tf.matMul(tf.slice(tf.concat([x, tf.neg(x)], 1), [0, 0], [9, 7]), y);
    expect(after(product as never, [9, 7], [7, 8])).toEqual(['BatchMatMul']);
  });

  test('put together from parts are read part by part', () => {
    const parts = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => {
      const [left, right] = tf.split(tf.concat([x, y], 1), 2, 1);
      return tf.mul(left!, right!);
    };
    expect(after(parts as never, [3, 4], [3, 4])).toEqual(['Multiply']);
  });

  test('that are read across their parts stay', () => {
    expect(after((x, y) => tf.tanh(tf.concat([x!, y!], 1)), [3, 4], [3, 4])).toHaveLength(3);
  });

  test('of a variable stay where the variable changes before they are read', () => {
    const v = tf.variable(tf.zeros([4]));
    const w = tf.variable(tf.zeros([4]));
    const swap = (): void => {
      const old = tf.clone(v);
      v.assign(w);
      w.assign(old);
    };
    expect(after(swap).filter((source) => source === 'Copy').length).toBeGreaterThan(0);
  });

  test('read through compute the same', () => {
    expectNothingChanges(readThroughCopies, { runs: 60, before: simple });
  });
});

describe('cheap values', () => {
  const after = (fn: (...args: tf.Tensor[]) => unknown, ...shapes: number[][]): string[] =>
    sourcesAfter(recomputeCheapValues, fn, ...shapes);

  test('are computed again for each reader', () => {
    const outer = (x: tf.Tensor, y: tf.Tensor): tf.Tensor[] => {
      const product = tf.matMul(x, y);
      return [tf.tanh(product), tf.sum(product, 0)];
    };
    expect(after(outer as never, [500, 1], [1, 500])).toEqual(['Tanh', 'Sum']);
  });

  test('that cost much are kept', () => {
    const both = (x: tf.Tensor): tf.Tensor[] => {
      const power = tf.tanh(x);
      return [tf.sum(power, 0), tf.sum(power, 1)];
    };
    expect(after(both as never, [500, 500])).toEqual(['Tanh', 'Sum', 'Sum']);
  });

  test('are not kept over time for the loop that runs backwards', () => {
    const loss = (x: tf.Tensor, h: tf.Tensor): tf.Scalar => {
      const body = (input: tf.Tensor, { h }: Record<string, tf.Tensor>) => {
        const spread = tf.matMul(tf.transpose(input as tf.Tensor2D), input as tf.Tensor2D);
        const next = tf.mul(h!, tf.sub(1, spread));
        return { output: next, state: { h: next }, trace: {} };
      };
      return tf.sum(tf.sin(unroll(body, x as tf.Tensor3D, { h }).outputs));
    };
    const graph = simple(
      recorded(
        (x: tf.Tensor, h: tf.Tensor) => tf.grads(loss)([x, h]),
        [tf.zeros([3, 1, 60]), tf.zeros([60, 60])],
      ),
    );
    const spread = (g: Graph): number =>
      kernelNodes(g.nodes).filter(({ sources }) => sources.includes('BatchMatMul')).length;
    const result = removeDeadCode(recomputeCheapValues(graph));
    expectSameResults(result, graph);
    expect(spread(result)).toBeLessThan(spread(graph));
  });

  test('are not read from an equal one that nobody else reads and that is gone then', () => {
    const values: Value[] = [
      { id: 0, type: 'float32', size: 64, origin: { kind: 'argument', index: 0 } },
      ...[1, 2, 3].map((id): Value => ({ id, type: 'float32', size: 64, origin: { kind: 'computed' } })),
    ];
    const window = (buffer: number) => ({ buffer, offset: 0, strides: [1] });
    const load = (buffer: number): Expression => ({ kind: 'load', type: 'float32', window: window(buffer) });
    const row = (value: Expression, ...buffers: number[]): KernelNode => ({
      kind: 'row',
      outer: [64],
      inner: [],
      passes: [
        {
          kind: 'store',
          over: 'all',
          stores: buffers.map((buffer) => ({ type: 'float32', window: window(buffer), value })),
        },
      ],
      sources: [],
    });
    const graph: Graph = {
      values,
      nodes: [row(binary('add', load(0), float(1)), 1, 2), row(unary('tanh', load(1)), 3)],
      outputs: [values[3]!],
      assigned: [],
    };
    expectSameResults(recomputeCheapValues(graph), graph);
  });

  test('computed again are the same', () => {
    expectNothingChanges(recomputeCheapValues, { runs: 80, before: simple });
  });
});
