import * as tf from '@tensorflow/tfjs';
import { optimize } from '../../src/api/optimize.js';
import type { Graph } from '../../src/graph/graph.js';
import type { LoopNode } from '../../src/graph/node.js';
import { needlessAtEnd } from '../../src/plan/last-step.js';
import { plan } from '../../src/plan/plan.js';
import { generator, NTM, unroll } from '../models/ntm.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

/** h' = tanh(h A + x), over four steps of two sequences. */
const recurrence = (xs: tf.Tensor3D, a: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor => {
  const step = (x: tf.Tensor, { hidden }: Record<string, tf.Tensor>) => {
    const next = tf.tanh(tf.add(tf.matMul(hidden as tf.Tensor2D, a), x));
    return { output: next, state: { hidden: next }, trace: {} };
  };
  return unroll(step, xs, { hidden: h }).outputs;
};

function optimized(fn: (...args: never[]) => unknown, ...shapes: number[][]): Graph {
  const graph = recorded(
    fn as never,
    shapes.map((shape) => tf.zeros(shape)),
  );
  const result = optimize(graph);
  expectSameResults(result, graph);
  return result;
}

const loopsOf = ({ nodes }: Graph): LoopNode[] => nodes.filter((node) => node.kind === 'loop');

const stepsOf = (graph: Graph) => plan(graph, () => 0, new Map()).program.steps;

test('the last step of a backward loop leaves out the gradient of a first state that nobody asks for', () => {
  const gradient = (xs: tf.Tensor3D, a: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor =>
    tf.grads((w) => tf.sum(tf.square(recurrence(xs, w as tf.Tensor2D, h))))([a])[0]!;
  const graph = optimized(gradient as never, [4, 2, 8], [8, 8], [2, 8]);
  const [forward, backward] = loopsOf(graph);
  expect(needlessAtEnd(graph, forward!).size).toBe(0);
  const needless = needlessAtEnd(graph, backward!);
  const product = backward!.body.findIndex(({ kind }) => kind === 'matrix');
  expect([...needless]).toContain(product);
  const steps = stepsOf(graph);
  const at = steps.findIndex((step) => step.kind === 'loop' && step.reverse);
  expect(steps[at]).toMatchObject({ count: 3 });
  // What is left of the last step stands behind the loop.
  const behind = graph.nodes.length - 1 - graph.nodes.indexOf(backward!);
  expect(steps.length - 1 - at).toBe(behind + backward!.body.length - needless.size);
});

test('nothing is left out if the gradient of the first state is asked for', () => {
  const gradients = (xs: tf.Tensor3D, a: tf.Tensor2D, h: tf.Tensor2D): tf.Tensor[] =>
    tf.grads((w, first) => tf.sum(tf.square(recurrence(xs, w as tf.Tensor2D, first as tf.Tensor2D))))([a, h]);
  const graph = optimized(gradients as never, [4, 2, 8], [8, 8], [2, 8]);
  for (const loop of loopsOf(graph)) expect(needlessAtEnd(graph, loop).size).toBe(0);
  expect(stepsOf(graph).flatMap((step) => (step.kind === 'loop' ? [step.count] : []))).toEqual([4, 4]);
});

test('the last state of a forward loop is computed if only later steps would read it, but for its output', () => {
  const graph = optimized(recurrence as never, [4, 2, 8], [8, 8], [2, 8]);
  for (const loop of loopsOf(graph)) expect(needlessAtEnd(graph, loop).size).toBe(0);
});

test('copies alone are not worth a step of their own', () => {
  const sizes = { batch: 3, input: 5, output: 4, units: 7, places: 16, width: 6 };
  const ntm = new NTM(sizes, generator(1));
  const graph = optimized(
    ((x: tf.Tensor3D, y: tf.Tensor3D) => ntm.loss(x, y)) as never,
    [4, 3, 5],
    [2, 3, 4],
  );
  for (const loop of loopsOf(graph)) expect(needlessAtEnd(graph, loop).size).toBe(0);
});
