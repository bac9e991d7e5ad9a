import * as tf from '@tensorflow/tfjs';
import { inlineSingleUses } from '../../src/fuse/inline.js';
import type { Graph } from '../../src/graph/graph.js';
import { kernelNodes } from '../../src/graph/walk.js';
import { removeDeadCode } from '../../src/simplify/dead-code.js';
import { simplifyDimensions } from '../../src/simplify/dimensions.js';
import { expectNothingChanges } from '../support/graphs.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

const simple = (graph: Graph): Graph => removeDeadCode(simplifyDimensions(graph));

/** The last tfjs kernel of each kernel that remains. */
function after(fn: (...args: tf.Tensor[]) => unknown, ...shapes: number[][]): string[] {
  const graph = simple(
    recorded(
      fn as never,
      shapes.map((shape) => tf.zeros(shape)),
    ),
  );
  const result = inlineSingleUses(graph);
  expectSameResults(result, graph);
  return kernelNodes(result.nodes).map(({ sources }) => sources.at(-1)!);
}

test('a result that one node reads is computed there', () => {
  expect(after((x) => tf.tanh(tf.neg(tf.exp(x!))), [3, 4])).toEqual(['Tanh']);
  expect(after((x) => tf.sum(tf.square(x!), 1), [3, 4])).toEqual(['Sum']);
  expect(after((x, y) => tf.add(tf.matMul(x!, y!), tf.exp(x!)), [9, 9], [9, 9])).toEqual([
    'BatchMatMul',
    'Add',
  ]);
});

test('parts of a result are computed where they are read', () => {
  expect(after((x) => tf.tanh(tf.slice(tf.exp(x!), [1, 0], [2, 3])), [3, 4])).toEqual(['Tanh']);
});

test('a result that several nodes read, or that is given back, stays', () => {
  const twice = (x: tf.Tensor): tf.Tensor[] => {
    const power = tf.exp(x);
    return [tf.tanh(power), tf.neg(power)];
  };
  expect(after(twice as never, [3, 4])).toEqual(['Exp', 'Tanh', 'Neg']);
  expect(after(((x: tf.Tensor) => [tf.exp(x), tf.tanh(tf.exp(x))]) as never, [3, 4])).toEqual([
    'Exp',
    'Tanh',
  ]);
});

test('a result that is read again and again stays', () => {
  // Each element would be computed once for each of five rows.
  expect(after((x, y) => tf.add(tf.exp(x!), y!), [4], [5, 4])).toEqual(['Exp', 'Add']);
  // The maximum and the sum of a softmax are two sweeps.
  expect(after((x) => tf.softmax(tf.exp(x!)), [5, 6])).toEqual(['Exp', 'Softmax']);
});

test('what repeats within inner loops only is computed outside of them, unless that takes long', () => {
  expect(after((x, y) => tf.add(tf.neg(x!), y!), [5, 1], [5, 4])).toEqual(['Add']);
  // A vector would compute one exponential, not four.
  expect(after((x, y) => tf.add(tf.exp(x!), y!), [5, 1], [5, 4])).toEqual(['Exp', 'Add']);
});

test('the old value of a variable is not read after it has changed', () => {
  const v = tf.variable(tf.zeros([4]));
  const old = (x: tf.Tensor): tf.Tensor => {
    const before = tf.mul(v, 2);
    v.assign(x as tf.Tensor1D);
    return tf.reverse(before);
  };
  after(old as never, [4]);
});

test('graphs with inlined results compute the same', () => {
  expectNothingChanges(inlineSingleUses, { runs: 80, before: simple });
});
