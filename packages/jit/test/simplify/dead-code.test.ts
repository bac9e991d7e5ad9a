import * as tf from '@tensorflow/tfjs';
import { GraphBuilder } from '../../src/graph/builder.js';
import type { Graph } from '../../src/graph/graph.js';
import { sizeOf, slice, wholeView, type View } from '../../src/graph/view.js';
import { kernelNodes, storesOf } from '../../src/graph/walk.js';
import { removeDeadCode } from '../../src/simplify/dead-code.js';
import { simplifyDimensions } from '../../src/simplify/dimensions.js';
import { expectNothingChanges } from '../support/graphs.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

const argument = (builder: GraphBuilder, index: number, shape: number[]): View =>
  wholeView(builder.value('float32', sizeOf(shape), { kind: 'argument', index }), shape);

const graphOf = (builder: GraphBuilder, ...outputs: View[]): Graph => ({
  values: builder.values,
  nodes: builder.list,
  outputs: outputs.map(({ value }) => value),
  assigned: [],
});

test('what nobody needs goes, with what only it needed', () => {
  const graph = recorded(
    (x: tf.Tensor) => {
      tf.sum(tf.exp(tf.neg(x)));
      return tf.tanh(x);
    },
    [tf.zeros([3])],
  );
  expect(removeDeadCode(graph).nodes).toMatchObject([{ sources: ['Tanh'] }]);
});

test('of a value put together from parts, those that nobody reads go', () => {
  const builder = new GraphBuilder();
  const whole = wholeView(builder.value('float32', 12), [3, 4]);
  const half = (from: number): View => slice(whole, [0, from], [3, 2]);
  builder.copyInto('Left', half(0), argument(builder, 0, [3, 2]));
  builder.copyInto('Right', half(2), argument(builder, 1, [3, 2]));
  const graph = graphOf(builder, builder.copy(half(2)));
  expect(removeDeadCode(graph).nodes).toMatchObject([{ sources: ['Right'] }, { sources: ['Copy'] }]);
});

test('of a node with several stores and accumulators, those in use remain', () => {
  const builder = new GraphBuilder();
  const x = argument(builder, 0, [2, 3]);
  const targets = [0, 1].map(() => wholeView(builder.value('float32', 2), [2]));
  const load = builder.load(x);
  builder.emit({
    kind: 'row',
    outer: [2],
    inner: [3],
    passes: [
      {
        kind: 'accumulate',
        first: 0,
        accumulators: [
          { reduction: 'sum', value: load },
          { reduction: 'max', value: load },
        ],
      },
      {
        kind: 'store',
        over: 'outer',
        stores: targets.map(({ value }, index) => ({
          type: 'float32',
          window: { buffer: value.id, offset: 0, strides: [1, 0] },
          value: { kind: 'accumulator', type: 'float32', index },
        })),
      },
    ],
    sources: [],
  });
  const graph = graphOf(builder, targets[1]!);
  const rest = removeDeadCode(graph);
  expectSameResults(rest, graph);
  expect(rest.nodes).toMatchObject([{ passes: [{ first: 1, accumulators: [{ reduction: 'max' }] }, {}] }]);
});

test('in loops, what one step hands on to the next one remains', () => {
  const builder = new GraphBuilder();
  const stack = builder.value('float32', 4);
  const other = builder.value('float32', 4);
  const step = (value: typeof stack, shift: number): View =>
    wholeView(builder.value('float32', 1, { kind: 'step', of: value, shift }), []);
  builder.copyInto('First', { value: stack, shape: [], offset: 0, strides: [] }, argument(builder, 0, []));
  const { nodes } = builder.apart(() => {
    builder.copyInto('HandOn', step(stack, 1), step(stack, 0));
    builder.copyInto('Unused', step(other, 0), step(stack, 0));
  });
  builder.emit({ kind: 'loop', count: 3, reverse: false, body: nodes as never });
  const graph = graphOf(builder, builder.copy({ value: stack, shape: [], offset: 3, strides: [] }));
  const rest = removeDeadCode(graph);
  expectSameResults(rest, graph);
  expect(kernelNodes(rest.nodes).flatMap(({ sources }) => sources)).toEqual(['First', 'HandOn', 'Copy']);
});

test('assignments to variables remain', () => {
  const variable = tf.variable(tf.zeros([2]));
  const graph = recorded(
    (x: tf.Tensor) => {
      variable.assign(tf.add(variable, x) as tf.Tensor1D);
    },
    [tf.zeros([2])],
  );
  expect(removeDeadCode(graph).nodes.flatMap((node) => storesOf(node as never))).toHaveLength(2);
});

test('what remains computes the same', () => {
  expectNothingChanges(removeDeadCode, { runs: 40, before: simplifyDimensions });
});
