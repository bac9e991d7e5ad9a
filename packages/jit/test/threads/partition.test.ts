import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import type { Graph } from '../../src/graph/graph.js';
import { interpretThreads } from '../../src/ir/interpret.js';
import type { Program } from '../../src/ir/program.js';
import { collapseStacks } from '../../src/loops/collapse.js';
import type { TracedFunction } from '../../src/record/record.js';
import { removeDeadCode } from '../../src/simplify/dead-code.js';
import { partition } from '../../src/threads/partition.js';
import { partOf, type Part } from '../../src/threads/split.js';
import { generator, NTM, unroll } from '../models/ntm.js';
import { instructions, runProgram } from '../support/programs.js';
import { recorded, someElements } from '../support/recorded.js';
import { expectClose, runGraph } from '../support/run-graph.js';

beforeAll(() => tf.setBackend('cpu'));

/** Runs a graph by several threads, which take turns in the given order. */
function runThreads(graph: Graph, threads: number, order: (parts: Program[]) => Program[]): Float64Array[] {
  return runGraph(graph, someElements, {
    apart: true,
    run: (program, memory, base) =>
      interpretThreads(order(partition(program, threads, new Map())), memory, base),
  });
}

/** Whatever a thread should have waited for shows when another order changes what comes out. */
function expectSameByThreads(graph: Graph): void {
  const expected = runGraph(graph, someElements);
  for (const threads of [2, 3]) {
    const forwards = runThreads(graph, threads, (parts) => parts);
    const backwards = runThreads(graph, threads, (parts) => [...parts].reverse());
    expected.forEach((values, i) => {
      expectClose(forwards[i]!, values);
      expect(backwards[i]).toEqual(forwards[i]);
    });
  }
}

const prepared = (fn: TracedFunction, args: tf.Tensor[]): Graph =>
  collapseStacks(removeDeadCode(recorded(fn, args)));

test('parts cover a dimension once, and are even', () => {
  const partsOf = (extent: number, threads: number): Part[] =>
    Array.from({ length: threads }, (_, thread) => partOf(extent, thread, threads));
  expect(partsOf(130, 2)).toEqual([
    { from: 0, length: 64 },
    { from: 64, length: 66 },
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 9 }), (extent, threads) => {
      let end = 0;
      for (const { from, length } of partsOf(extent, threads)) {
        expect(from).toBe(end);
        // Borders move by half a grain, where parts have four grains and more.
        expect(Math.abs(length - extent / threads)).toBeLessThanOrEqual(Math.max(1, extent / threads / 4));
        end += length;
      }
      expect(end).toBe(extent);
    }),
    { seed: 1 },
  );
});

test('random programs', () => {
  fc.assert(
    fc.property(instructions(8), (list) => {
      const args = [tf.zeros([4, 5]), tf.zeros([3, 4, 2]), tf.zeros([6])];
      expectSameByThreads(
        prepared(((...given: tf.Tensor[]) => runProgram(list, given, false)) as TracedFunction, args),
      );
    }),
    { numRuns: 150, seed: 1 },
  );
});

const sizes = { batch: 6, input: 5, output: 4, units: 8, places: 9, width: 6 };

/** The gradients of a small NTM; what is divided is what the compiler would divide. */
function gradientsOfNTM(): Graph {
  const ntm = new NTM(sizes, generator(1));
  const step = (x: tf.Tensor3D, y: tf.Tensor3D) => tf.variableGrads(() => ntm.loss(x, y)).grads;
  return prepared(step as TracedFunction, [
    tf.zeros([6, sizes.batch, sizes.input]),
    tf.zeros([3, sizes.batch, sizes.output]),
  ]);
}

test('the gradients of an NTM', () => expectSameByThreads(gradientsOfNTM()), 60_000);

test('a cell whose sequences do not see each other needs no barrier in the loop over time', () => {
  const cell = (x: tf.Tensor3D, w: tf.Tensor2D) =>
    unroll(
      (input, { h }) => {
        const next = tf.tanh(tf.matMul(tf.concat([input, h!], 1) as tf.Tensor2D, w));
        return { output: next, state: { h: next }, trace: {} };
      },
      x,
      { h: tf.zeros([4, 3]) },
    ).outputs;
  const graph = prepared(cell as TracedFunction, [tf.zeros([5, 4, 2]), tf.zeros([5, 3])]);
  let parts: Program[] = [];
  runThreads(graph, 2, (programs) => (parts = programs));
  const loops = parts.map(({ steps }) => steps.filter((step) => step.kind === 'loop'));
  expect(loops.map((list) => list.length)).toEqual([1, 1]);
  for (const [loop] of loops) expect(loop!.body.every(({ kind }) => kind === 'call')).toBe(true);
  // The threads work on equal parts.
  expect(loops[0]![0]!.body).toHaveLength(loops[1]![0]!.body.length);
});

test('sequences that see each other wait for each other in every step', () => {
  const cell = (x: tf.Tensor3D) =>
    unroll(
      (input, { h }) => {
        const next = tf.tanh(tf.add(input, tf.reverse(h!, 0)));
        return { output: next, state: { h: next }, trace: {} };
      },
      x,
      { h: tf.ones([4, 2]) },
    ).outputs;
  const graph = prepared(cell as TracedFunction, [tf.zeros([5, 4, 2])]);
  let parts: Program[] = [];
  runThreads(graph, 2, (programs) => (parts = programs));
  const barriers = parts.flatMap(({ steps }) =>
    steps.map((step) =>
      step.kind === 'loop' ? step.body.filter(({ kind }) => kind === 'barrier').length : 0,
    ),
  );
  expect(Math.max(...barriers)).toBeGreaterThan(0);
  expectSameByThreads(graph);
});
