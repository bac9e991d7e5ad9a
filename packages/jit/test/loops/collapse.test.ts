import * as tf from '@tensorflow/tfjs';
import type { Graph } from '../../src/graph/graph.js';
import type { Node } from '../../src/graph/node.js';
import { rewriteNode } from '../../src/graph/rewrite.js';
import { interpret } from '../../src/ir/interpret.js';
import type { Pass } from '../../src/ir/kernel.js';
import { collapseStacks } from '../../src/loops/collapse.js';
import { plan } from '../../src/plan/plan.js';
import { OptimizerWatch } from '../../src/record/optimizers.js';
import { record, type TracedFunction } from '../../src/record/record.js';
import type { Tree } from '../../src/record/tree.js';
import type { ScanBody } from '../../src/scan/scanner.js';
import { removeDeadCode } from '../../src/simplify/dead-code.js';
import { unroll } from '../models/ntm.js';

beforeAll(() => tf.setBackend('cpu'));

function graphOf(fn: TracedFunction, args: readonly tf.Tensor[]): Graph {
  const recording = record(fn, args as readonly Tree[], new OptimizerWatch(new Set(), new Set()));
  if ('error' in recording) throw recording.error;
  return removeDeadCode(recording.graph);
}

/** The outputs of a graph whose only inputs are arguments. */
function run(graph: Graph, args: readonly tf.Tensor[]): number[][] {
  const { program, addresses } = plan(graph, () => NaN, new Map());
  const memory = new ArrayBuffer(program.arenaBytes + 64);
  const floats = new Float32Array(memory).fill(NaN);
  for (const [{ origin }, address] of addresses) {
    if (origin.kind === 'argument') floats.set(args[origin.index]!.dataSync(), address / 4);
  }
  interpret(program, memory);
  return graph.outputs.map((value) => {
    const from = addresses.get(value)! / 4;
    return Array.from(floats.slice(from, from + value.size));
  });
}

const sizeOfStacks = ({ values, nodes }: Graph): number[] => {
  const used = new Set<number>();
  const text = JSON.stringify(nodes);
  for (const { id } of values) if (text.includes(`"buffer":${id},`)) used.add(id);
  const stacks = values.flatMap(({ id, origin }) =>
    used.has(id) && origin.kind === 'step' && origin.of.origin.kind === 'computed' ? [origin.of] : [],
  );
  return [...new Set(stacks)].map(({ size }) => size);
};

const bodies: Record<string, { body: ScanBody; stacks: number }> = {
  'is kept in one place': {
    body: (x, { h, g }) => {
      const next = tf.add(tf.matMul(h as tf.Tensor2D, x as tf.Tensor2D), g!);
      return { output: x, state: { h: next, g: tf.mul(g!, 0.5) }, trace: {} };
    },
    stacks: 0,
  },
  'is kept in one place where rows of it are reduced before they are written': {
    body: (x, { h, g }) => ({ output: x, state: { h: tf.softmax(h!), g: tf.mul(g!, 0.5) }, trace: {} }),
    stacks: 0,
  },
  'stays stacked where rows read one another': {
    body: (x, { h, g }) => ({ output: x, state: { h: tf.reverse(h!, 0), g: tf.mul(g!, 0.5) }, trace: {} }),
    stacks: 1,
  },
  'stays stacked where the old state is read after the new one is written': {
    body: (x, { h }) => {
      const next = tf.mul(h!, x);
      return {
        output: x,
        state: { h: next, g: tf.matMul(h as tf.Tensor2D, next as tf.Tensor2D) },
        trace: {},
      };
    },
    stacks: 1,
  },
  'stays stacked where all steps are asked for': {
    body: (x, { h, g }) => {
      const next = tf.tanh(tf.add(h!, x));
      return { output: next, state: { h: next, g: tf.sub(g!, x) }, trace: {} };
    },
    stacks: 1,
  },
  'stays stacked where states change places': {
    body: (x, { h, g }) => ({ output: x, state: { h: g!, g: tf.add(h!, x) }, trace: {} }),
    stacks: 1,
  },
};

const args = [
  tf.randomUniform([4, 3, 3], -1, 1, 'float32', 1),
  tf.randomUniform([3, 3], -1, 1, 'float32', 2),
  tf.randomUniform([3, 3], -1, 1, 'float32', 3),
];

describe('a state of a loop', () => {
  test.each(Object.entries(bodies))('%s', (_, { body, stacks }) => {
    const loop = (x: tf.Tensor3D, h: tf.Tensor, g: tf.Tensor) => {
      const { outputs, state } = unroll(body, x, { h, g });
      return [outputs, state.h!, state.g!];
    };
    const graph = graphOf(loop as TracedFunction, args);
    const collapsed = collapseStacks(graph);
    expect(sizeOfStacks(graph)).toHaveLength(2);
    expect(sizeOfStacks(collapsed)).toHaveLength(stacks);
    expect(run(collapsed, args)).toEqual(run(graph, args));
  });
});

test('a state that a later pass of the same kernel reads stays stacked', () => {
  const body: ScanBody = (x, { h, g }) => ({
    output: x,
    state: { h: tf.softmax(h!), g: tf.mul(h!, g!) },
    trace: {},
  });
  const loop = (x: tf.Tensor3D, h: tf.Tensor, g: tf.Tensor) => {
    const { outputs, state } = unroll(body, x, { h, g });
    return [outputs, state.h!, state.g!];
  };
  const graph = graphOf(loop as TracedFunction, args);
  /** The two kernels of the state as one, which writes h first or last. */
  const merged = (order: 'h first' | 'h last'): Graph => {
    const nodes = graph.nodes.map((node): Node => {
      if (node.kind !== 'loop') return node;
      const rows = node.body.filter((inner) => inner.kind === 'row');
      const softmax = rows.find(({ passes }) => passes.length > 1)!;
      const product = rows.find(({ sources }) => sources.includes('Multiply'))!;
      expect([...softmax.outer, ...softmax.inner]).toEqual([3, 3]);
      const [pass] = rewriteNode(product, {
        window: (window) => ({ ...window, strides: window.strides.length === 1 ? [3, 1] : window.strides }),
      }).passes as [Pass];
      const passes = order === 'h first' ? [...softmax.passes, pass] : [pass, ...softmax.passes];
      const others = node.body.filter((inner) => inner !== softmax && inner !== product);
      return { ...node, body: [...others, { ...softmax, passes }] };
    });
    return { ...graph, nodes };
  };
  expect(sizeOfStacks(collapseStacks(merged('h last')))).toHaveLength(0);
  expect(sizeOfStacks(collapseStacks(merged('h first')))).toHaveLength(1);
  for (const order of ['h first', 'h last'] as const) {
    expect(run(collapseStacks(merged(order)), args)).toEqual(run(graph, args));
  }
});

test('gradients that flow backwards through time are kept in one place', () => {
  const loss = (x: tf.Tensor3D, h: tf.Tensor, g: tf.Tensor) =>
    tf.grads((x: tf.Tensor, h: tf.Tensor, g: tf.Tensor) =>
      tf.sum(unroll(bodies['is kept in one place']!.body, x as tf.Tensor3D, { h, g }).state.h!),
    )([x, h, g]);
  const graph = graphOf(loss as TracedFunction, args);
  const collapsed = collapseStacks(graph);
  expect(run(collapsed, args)).toEqual(run(graph, args));
  expect(sizeOfStacks(collapsed).length).toBeLessThan(sizeOfStacks(graph).length);
});

test('what only its own step looks at is kept in one place', () => {
  const [time, batch, data, units] = [4, 3, 2, 5];
  const cell = (weights: tf.Tensor2D): ScanBody => {
    return (x, { h }) => {
      const next = tf.tanh(tf.matMul(tf.concat([x, h!], 1) as tf.Tensor2D, weights));
      return { output: next, state: { h: next }, trace: {} };
    };
  };
  // The gradients of input and state are one product, of which nobody wants the input's.
  const gradient = (x: tf.Tensor3D, h: tf.Tensor, weights: tf.Tensor2D) =>
    tf.grad((h: tf.Tensor) => tf.sum(unroll(cell(weights), x, { h }).outputs))(h);
  const given = [
    [time, batch, data],
    [batch, units],
    [data + units, units],
  ].map((shape, i) => tf.randomUniform(shape, -1, 1, 'float32', i + 1));
  const graph = graphOf(gradient as TracedFunction, given);
  const collapsed = collapseStacks(graph);
  expect(run(collapsed, given)).toEqual(run(graph, given));
  const products = time * batch * (data + units);
  expect(sizeOfStacks(graph)).toContain(products);
  expect(sizeOfStacks(collapsed)).not.toContain(products);
});
