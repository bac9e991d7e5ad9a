import * as tf from '@tensorflow/tfjs';
import type { Graph } from '../../src/graph/graph.js';
import { kernelNodes } from '../../src/graph/walk.js';
import { splitLoops } from '../../src/loops/fission.js';
import { removeDeadCode } from '../../src/simplify/dead-code.js';
import { simplifyDimensions } from '../../src/simplify/dimensions.js';
import { unroll } from '../models/ntm.js';
import { expectNothingChanges } from '../support/graphs.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

const simple = (graph: Graph): Graph => removeDeadCode(simplifyDimensions(graph));

function split(fn: (...args: tf.Tensor[]) => unknown, ...shapes: number[][]): Graph {
  const graph = simple(
    recorded(
      fn as never,
      shapes.map((shape) => tf.zeros(shape)),
    ),
  );
  const result = simplifyDimensions(splitLoops(graph));
  expectSameResults(result, graph);
  return result;
}

/** The tfjs kernels in the loops of a graph. */
const inLoops = ({ nodes }: Graph): string[][] =>
  nodes.flatMap((node) =>
    node.kind === 'loop' ? [kernelNodes([node]).flatMap(({ sources }) => sources)] : [],
  );

const matrices = ({ nodes }: Graph) => nodes.filter(({ kind }) => kind === 'matrix');

const run = (
  step: (x: tf.Tensor, h: tf.Tensor) => { output: tf.Tensor; h: tf.Tensor },
  x: tf.Tensor,
  h: tf.Tensor,
): tf.Tensor =>
  unroll(
    (input, state) => {
      const { output, h } = step(input, state['h']!);
      return { output, state: { h }, trace: {} };
    },
    x as tf.Tensor3D,
    { h },
  ).outputs;

const product = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D);

test('the projection of all inputs is one product before the loop', () => {
  const graph = split(
    (x, h, w) => run((input, h) => ({ output: h, h: tf.tanh(tf.add(h, product(input, w!))) }), x!, h!),
    [6, 3, 5],
    [3, 4],
    [5, 4],
  );
  expect(inLoops(graph)).toEqual([['Add', 'Tanh']]);
  expect(matrices(graph)).toMatchObject([{ batch: [], m: 18, n: 4, k: 5 }]);
});

test('the projection of all outputs is one product after the loop, and what follows it follows', () => {
  const graph = split(
    (x, h, w, b) =>
      run(
        (input, h) => {
          const next = tf.tanh(tf.mul(h, input));
          return { output: tf.sigmoid(tf.add(product(next, w!), b!)), h: next };
        },
        x!,
        h!,
      ),
    [6, 3, 4],
    [3, 4],
    [4, 5],
    [5],
  );
  expect(inLoops(graph)).toEqual([['Multiply', 'Tanh']]);
  expect(matrices(graph)).toMatchObject([{ batch: [], m: 18, n: 5, k: 4 }]);
});

test('what is the same in all steps is done once', () => {
  const graph = split(
    (x, h, w) => run((input, h) => ({ output: h, h: tf.add(tf.mul(h, tf.exp(w!)), input) }), x!, h!),
    [6, 3, 4],
    [3, 4],
    [4],
  );
  expect(inLoops(graph)).toEqual([['Multiply', 'Add']]);
  expect(graph.nodes).toContainEqual(expect.objectContaining({ sources: ['Exp'], outer: [4] }));
});

test('gradients of weights are products over all steps', () => {
  const loss = (x: tf.Tensor, h: tf.Tensor, w: tf.Tensor): tf.Scalar =>
    tf.sum(run((input, h) => ({ output: h, h: tf.tanh(product(tf.concat([h, input], 1), w)) }), x, h));
  const graph = split(
    (x, h, w) => tf.grads((x, h, w) => tf.add(loss(x!, h!, w!), tf.sum(x!)))([x!, h!, w!])[2],
    [6, 3, 5],
    [3, 4],
    [9, 4],
  );
  expect(matrices(graph)).toMatchObject([{ batch: [6], m: 9, n: 4, k: 3 }]);
  expect(inLoops(graph)).toHaveLength(2);
});

test('products that the next step waits for stay', () => {
  const graph = split(
    (x, h, w) => run((input, h) => ({ output: h, h: tf.add(product(h, w!), input) }), x!, h!),
    [6, 3, 4],
    [3, 4],
    [4, 4],
  );
  expect(inLoops(graph)).toEqual([['BatchMatMul', 'Add']]);
});

test('the gradient of a bias is summed up in each step if a batch is large, else over all steps', () => {
  const gradient = (x: tf.Tensor, h: tf.Tensor, w: tf.Tensor, b: tf.Tensor): tf.Tensor[] => {
    const loss = (w: tf.Tensor, b: tf.Tensor): tf.Scalar =>
      tf.sum(run((input, h) => ({ output: h, h: tf.tanh(tf.add(product(tf.mul(h, input), w), b)) }), x, h));
    return tf.grads(loss)([w, b]);
  };
  const sums = (rows: number): string[] => {
    const graph = split(gradient as never, [3, rows, 64], [rows, 64], [64, 64], [64]);
    return inLoops(graph).map((sources) => `${sources.filter((source) => source === 'Sum').length}`);
  };
  expect(sums(64)).toEqual(['0', '1']);
  expect(sums(63)).toEqual(['0', '0']);
});

test('split loops compute the same', () => {
  expectNothingChanges(splitLoops, { runs: 60, before: simple });
});
