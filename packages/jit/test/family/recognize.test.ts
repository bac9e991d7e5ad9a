import * as tf from '@tensorflow/tfjs';
import { recognize } from '../../src/family/recognize.js';
import { fuse } from '../../src/fuse/fuse.js';
import type { Graph } from '../../src/graph/graph.js';
import { kernelNodes, writesOf } from '../../src/graph/walk.js';
import type { TracedFunction } from '../../src/record/record.js';
import { unroll } from '../models/ntm.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

/** A loop over so many steps, and a sum over all of them. */
function graphOf(length: number, width: number, factor: number): Graph {
  const fn = (x: tf.Tensor3D) => {
    const { outputs } = unroll(
      (input, { h }) => {
        const next = tf.tanh(tf.add(tf.mul(h!, factor), tf.softmax(input)));
        return { output: next, state: { h: next }, trace: {} };
      },
      x,
      { h: tf.zeros([2, width]) },
    );
    return [tf.sum(outputs, 0), tf.square(tf.gather(x, tf.tensor1d([0, 1, 1], 'int32')))];
  };
  return recorded(fn as TracedFunction, [tf.zeros([length, 2, width])]);
}

const bodyOf = ({ nodes }: Graph) => nodes.flatMap((node) => (node.kind === 'loop' ? [node.body] : []))[0]!;

/** How many kernels of a graph are those of another. */
function shared(graph: Graph, example: Graph): number {
  const known = new Set(kernelNodes(example.nodes));
  return kernelNodes(graph.nodes).filter((node) => known.has(node)).length;
}

test('steps of another length are known, what runs over all of them is not', () => {
  const [example, graph] = [graphOf(3, 5, 2), graphOf(7, 5, 2)];
  expect(shared(graph, example)).toBe(0);
  const result = recognize(graph, example);
  expect(bodyOf(result)).toBe(bodyOf(example));
  expect(result.nodes).toEqual(graph.nodes);
  const outside = kernelNodes(result.nodes).length - bodyOf(result).length;
  expect(outside).toBeGreaterThan(1);
  expect(shared(result, example)).toBeLessThan(kernelNodes(result.nodes).length);
  expectSameResults(result, graph);
});

test('an equal recording is known altogether', () => {
  const example = graphOf(3, 5, 2);
  expect(shared(recognize(graphOf(3, 5, 2), example), example)).toBe(kernelNodes(example.nodes).length);
});

test('known steps are fused once, unless what they write is of use to others', () => {
  const [example, graph] = [graphOf(3, 5, 2), graphOf(7, 5, 2)];
  const fused = fuse(recognize(graph, example));
  const before = fuse(example);
  expect(bodyOf(before).length).toBeLessThan(bodyOf(example).length);
  expect(bodyOf(fuse(recognize(graph, example)))).toBe(bodyOf(before));
  expectSameResults(fused, graph);
  const own = [...writesOf(bodyOf(example)[0]!)].map((id) => example.values[id]!);
  const kept = fuse({ ...example, outputs: [...example.outputs, ...own] });
  expect(bodyOf(kept)).not.toBe(bodyOf(before));
});

test.each<[string, Graph]>([
  ['of another size', graphOf(3, 4, 2)],
  ['with another number', graphOf(3, 5, 3)],
])('steps %s are others', (_, graph) => {
  const example = graphOf(3, 5, 2);
  const result = recognize(graph, example);
  expect(bodyOf(result)).not.toBe(bodyOf(example));
  expect(result.nodes).toEqual(graph.nodes);
});

test('values that a graph reads must look alike, too', () => {
  const example = graphOf(3, 5, 2);
  const graph = graphOf(3, 5, 2);
  const values = graph.values.map((value) => ({ ...value, type: 'int32' as const }));
  expect(shared(recognize({ ...graph, values }, example), example)).toBe(0);
});
