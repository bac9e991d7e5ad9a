import * as tf from '@tensorflow/tfjs';
import { writeInPlace } from '../../src/fuse/in-place.js';
import { readThroughCopies } from '../../src/fuse/recompute.js';
import type { Graph } from '../../src/graph/graph.js';
import type { KernelNode, LoopNode } from '../../src/graph/node.js';
import { kernelNodes, storesOf } from '../../src/graph/walk.js';
import { splitLoops } from '../../src/loops/fission.js';
import { removeDeadCode } from '../../src/simplify/dead-code.js';
import { simplifyDimensions } from '../../src/simplify/dimensions.js';
import { unroll } from '../models/ntm.js';
import { expectNothingChanges } from '../support/graphs.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

const simple = (graph: Graph): Graph =>
  readThroughCopies(simplifyDimensions(splitLoops(removeDeadCode(simplifyDimensions(graph)))));

function inPlace(fn: (...args: tf.Tensor[]) => unknown, ...shapes: number[][]): Graph {
  const graph = simple(
    recorded(
      fn as never,
      shapes.map((shape) => tf.zeros(shape)),
    ),
  );
  const result = writeInPlace(graph);
  expectSameResults(result, graph);
  return result;
}

const isCopy = (node: KernelNode): boolean =>
  node.kind === 'row' && storesOf(node).every(({ value }) => value.kind === 'load');

const copiesIn = (graph: Graph): number => kernelNodes(graph.nodes).filter(isCopy).length;

const loopsOf = ({ nodes }: Graph): LoopNode[] => nodes.filter((node) => node.kind === 'loop');

const join = (...parts: tf.Tensor[]): tf.Tensor => tf.concat(parts, 1);

const product = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.matMul(a as tf.Tensor2D, b as tf.Tensor2D);

/** h' = tanh([x, h] W). */
const recurrence = (xs: tf.Tensor, h: tf.Tensor, w: tf.Tensor): tf.Tensor =>
  unroll(
    (x, state) => {
      const next = tf.tanh(product(join(x, state['h']!), w));
      return { output: next, state: { h: next }, trace: {} };
    },
    xs as tf.Tensor3D,
    { h },
  ).outputs;

const gradient = (xs: tf.Tensor, w: tf.Tensor): tf.Tensor =>
  tf.grads((v) => tf.sum(tf.square(recurrence(xs, tf.zeros([2, 8]), v))))([w])[0]!;

const shapes = [
  [4, 2, 5],
  [13, 8],
];

test('the parts of a concatenation are written where it lies, those of one within another too', () => {
  const parts = (x: tf.Tensor, y: tf.Tensor, w: tf.Tensor) =>
    product(join(join(tf.tanh(x), product(x, y)), tf.exp(x)), w);
  expect(copiesIn(inPlace(parts as never, [3, 6], [6, 4], [16, 2]))).toBe(0);
});

test('a hidden state that is kept for the gradient lies in the input of the next step', () => {
  const graph = inPlace(gradient as never, ...shapes);
  // The inputs come from elsewhere.
  expect(loopsOf(graph)[0]!.body.filter(isCopy)).toHaveLength(1);
});

test('a state of which only the next step knows is kept in one place, and so is its copy', () => {
  const graph = inPlace((xs, w) => recurrence(xs!, tf.zeros([2, 8]), w!), ...shapes);
  expect(loopsOf(graph)[0]!.body.filter(isCopy)).toHaveLength(2);
});

test('states that become the same, or stay, keep what they began with', () => {
  const states = (xs: tf.Tensor, a: tf.Tensor, b: tf.Tensor, c: tf.Tensor): tf.Tensor =>
    unroll(
      (x, { a, b, c }) => {
        const next = tf.tanh(tf.add(x, a!));
        const output = tf.mul(tf.add(b!, c!), next);
        return { output, state: { a: next, b: next, c: c! }, trace: {} };
      },
      xs as tf.Tensor3D,
      { a, b, c },
    ).outputs;
  const gradients = (...args: tf.Tensor[]): tf.Tensor[] =>
    tf.grads((...[xs, a, b, c]) => tf.sum(tf.square(states(xs!, a!, b!, c!))))(args);
  expect(copiesIn(inPlace(gradients, [3, 2, 5], [2, 5], [2, 5], [2, 5]))).toBeGreaterThan(0);
});

test.each<[string, (xs: tf.Tensor, w: tf.Tensor) => unknown]>([
  ['a state that is returned', (xs, w) => [recurrence(xs, tf.zeros([2, 8]), w), gradient(xs, w)]],
  [
    'a state that becomes a part of its own step',
    (xs, w) => {
      const loss = (v: tf.Tensor): tf.Scalar => {
        const { outputs } = unroll(
          (x, { h, g }) => {
            const next = tf.tanh(tf.add(tf.mul(h!, g!), 0.5));
            const other = tf.tanh(product(join(x, next), v));
            return { output: other, state: { h: next, g: other }, trace: {} };
          },
          xs as tf.Tensor3D,
          { h: tf.zeros([2, 8]), g: tf.zeros([2, 8]) },
        );
        return tf.sum(tf.square(outputs));
      };
      return tf.grads((v) => loss(v!))([w])[0];
    },
  ],
  [
    'what is computed once and is a part of every step',
    (xs, w) => {
      const loss = (v: tf.Tensor): tf.Scalar => {
        const once = tf.tanh(
          product(tf.slice(xs, [0, 0, 0], [1, 2, 5]).reshape([2, 5]), v.slice([0, 0], [5, 5])),
        );
        const { outputs } = unroll(
          (_, state) => {
            const h = tf.tanh(product(join(once, state['h']!), v));
            return { output: h, state: { h }, trace: {} };
          },
          xs as tf.Tensor3D,
          { h: tf.zeros([2, 8]) },
        );
        return tf.sum(tf.square(outputs));
      };
      return tf.grads((v) => loss(v!))([w])[0];
    },
  ],
])('%s stays where it is', (_, fn) => {
  expect(copiesIn(inPlace(fn as never, ...shapes))).toBeGreaterThan(0);
});

test('what is returned, given, changed after it is copied or copied in part stays where it is', () => {
  const copies = (fn: (...args: tf.Tensor[]) => unknown, ...given: number[][]): number =>
    copiesIn(inPlace(fn, ...given));
  const returned = (x: tf.Tensor, w: tf.Tensor): tf.Tensor[] => {
    const y = tf.tanh(x);
    return [y, product(join(y, tf.exp(x)), w)];
  };
  expect(copies(returned as never, [3, 6], [12, 2])).toBe(1);
  const given = (x: tf.Tensor, w: tf.Tensor): tf.Tensor => product(join(x, tf.exp(x)), w);
  expect(copies(given as never, [3, 6], [12, 2])).toBe(1);
  const inPart = (x: tf.Tensor, y: tf.Tensor, w: tf.Tensor): tf.Tensor =>
    product(join(tf.slice(product(x, y), [0, 0], [3, 4]), tf.exp(x)), w);
  expect(copies(inPart as never, [3, 6], [6, 5], [10, 2])).toBe(1);
});

test('short rows stay together', () => {
  const parts = (x: tf.Tensor, y: tf.Tensor, w: tf.Tensor): tf.Tensor =>
    product(join(product(x, y), tf.exp(x)), w);
  expect(copiesIn(inPlace(parts as never, [3, 6], [6, 3], [9, 2]))).toBe(1);
  expect(copiesIn(inPlace(parts as never, [3, 6], [6, 4], [10, 2]))).toBe(0);
});

test('random graphs compute the same in place', () => {
  expectNothingChanges(writeInPlace, { runs: 150, before: simple });
});
