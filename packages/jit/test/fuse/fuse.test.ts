import * as tf from '@tensorflow/tfjs';
import { optimize } from '../../src/api/optimize.js';
import { fuse } from '../../src/fuse/fuse.js';
import type { Graph } from '../../src/graph/graph.js';
import { removeDeadCode } from '../../src/simplify/dead-code.js';
import { simplifyDimensions } from '../../src/simplify/dimensions.js';
import { generator, NTM, unroll, type Sizes } from '../models/ntm.js';
import { expectNothingChanges } from '../support/graphs.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

const simple = (graph: Graph): Graph => removeDeadCode(simplifyDimensions(graph));

function fused(fn: (...args: tf.Tensor[]) => unknown, ...shapes: number[][]): Graph['nodes'] {
  const graph = simple(
    recorded(
      fn as never,
      shapes.map((shape) => tf.zeros(shape)),
    ),
  );
  const result = simple(fuse(graph));
  expectSameResults(result, graph);
  return result.nodes;
}

test('element-wise chains with broadcasting are one kernel', () => {
  const chain = (x: tf.Tensor, y: tf.Tensor): tf.Tensor => tf.sigmoid(tf.mul(tf.tanh(tf.add(x, y)), x));
  expect(fused(chain as never, [5, 40], [40])).toMatchObject([
    { outer: [5, 40], passes: [{ stores: [{}] }] },
  ]);
});

test('reductions take in what leads to them and what follows', () => {
  const variance = (x: tf.Tensor): tf.Tensor => tf.sqrt(tf.add(tf.mean(tf.square(x), 1), 1));
  expect(fused(variance as never, [50, 40])).toMatchObject([{ outer: [50], inner: [40] }]);
  const normalized = (x: tf.Tensor): tf.Tensor => {
    const centered = tf.sub(x, tf.mean(x, 1, true));
    return tf.div(centered, tf.sqrt(tf.add(tf.mean(tf.square(centered), 1, true), 1e-3)));
  };
  expect(fused(normalized as never, [50, 40])).toMatchObject([
    { passes: [{ kind: 'accumulate' }, { kind: 'accumulate' }, { kind: 'store', over: 'all' }] },
  ]);
});

test('the gradient of a softmax is one kernel', () => {
  const gradient = (x: tf.Tensor, dy: tf.Tensor): tf.Tensor => tf.grad((z) => tf.softmax(z))(x, dy);
  expect(fused(gradient as never, [50, 40], [50, 40])).toHaveLength(1);
});

test('what follows a matrix product is done with it', () => {
  const layer = (x: tf.Tensor, w: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.tanh(tf.add(tf.matMul(x, w), b));
  expect(fused(layer as never, [16, 20], [20, 30], [30])).toMatchObject([
    { kind: 'matrix', stores: [{ value: { operator: 'tanh' } }] },
  ]);
});

test('a product that only part of is used in each place stays by itself', () => {
  const gates = (x: tf.Tensor, w: tf.Tensor): tf.Tensor => {
    const [a, b] = tf.split(tf.matMul(x, w), 2, 1);
    return tf.mul(tf.sigmoid(a!), tf.tanh(b!));
  };
  expect(fused(gates as never, [16, 20], [20, 30])).toMatchObject([{ kind: 'matrix' }, { kind: 'row' }]);
});

test('reductions of the same values are one kernel', () => {
  const both = (x: tf.Tensor): tf.Tensor[] => [tf.sum(x, 1), tf.max(tf.abs(x), 1)];
  expect(fused(both as never, [50, 40])).toMatchObject([{ passes: [{ accumulators: [{}, {}] }, {}] }]);
});

test('reductions of the same values over different dimensions stay apart', () => {
  const both = (x: tf.Tensor): tf.Tensor[] => [tf.sum(x, 0), tf.sum(x, 1)];
  expect(fused(both as never, [50, 40])).toHaveLength(2);
});

test('the products of a memory with few keys and the norms of its rows are taken in one walk over it', () => {
  const similarities = (memory: tf.Tensor3D, keys: tf.Tensor3D): tf.Tensor[] => [
    tf.matMul(keys, memory, false, true),
    tf.sum(tf.square(memory), 2),
  ];
  expect(fused(similarities as never, [3, 128, 20], [3, 2, 20])).toMatchObject([
    {
      outer: [3, 128],
      inner: [20],
      passes: [{ accumulators: [{}, {}, {}] }, { over: 'outer', stores: [{}, {}, {}] }],
    },
  ]);
  // With many keys the product is one worth the name.
  expect(fused(similarities as never, [3, 128, 20], [3, 9, 20])).toMatchObject([
    { kind: 'matrix' },
    { kind: 'row' },
  ]);
});

test('rows may be read elsewhere than they were written', () => {
  const shifted = (x: tf.Tensor): tf.Tensor => {
    const weights = tf.softmax(x);
    return tf.add(tf.mul(tf.reverse(weights, 1), weights), x);
  };
  expect(fused(shifted as never, [32, 128])).toHaveLength(1);
});

test('a variable is changed in place', () => {
  const weights = tf.variable(tf.zeros([40]));
  const momentum = tf.variable(tf.zeros([40]));
  const step = (gradient: tf.Tensor): void => {
    momentum.assign(tf.add(tf.mul(momentum, 0.9), gradient) as tf.Tensor1D);
    weights.assign(tf.sub(weights, tf.mul(momentum, 0.1)) as tf.Tensor1D);
  };
  expect(fused(step as never, [40])).toMatchObject([{ outer: [40], passes: [{ stores: [{}, {}] }] }]);
});

test('fused graphs compute the same', () => {
  expectNothingChanges(fuse, { runs: 80, before: simple });
});

test('optimized programs compute the same', () => {
  expectNothingChanges(optimize, { runs: 150 });
});

test('a training step of an NTM takes few kernels', () => {
  const sizes: Sizes = { batch: 3, input: 5, output: 4, units: 7, places: 16, width: 6 };
  const ntm = new NTM(sizes, generator(1));
  unroll.plain = false;
  const graph = recorded(
    (x: tf.Tensor3D, y: tf.Tensor3D) => tf.variableGrads(() => ntm.loss(x, y)),
    [tf.zeros([4, 3, 5]), tf.zeros([2, 3, 4])],
  );
  const result = optimize(graph);
  expectSameResults(result, graph);
  const bodies = result.nodes.flatMap((node) => (node.kind === 'loop' ? [node.body.length] : []));
  expect(bodies).toHaveLength(2);
  expect(bodies[0]! + bodies[1]!).toBeLessThan(50);
});
