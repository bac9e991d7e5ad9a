import * as tf from '@tensorflow/tfjs';
import { optimize } from '../../src/api/optimize.js';
import { Family } from '../../src/family/family.js';
import { interpolate, ratioOf } from '../../src/family/interpolate.js';
import { Course } from '../../src/family/course.js';
import type { Graph } from '../../src/graph/graph.js';
import type { TracedFunction } from '../../src/record/record.js';
import { generator, NTM, unroll } from '../models/ntm.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

describe('ratioOf and interpolate', () => {
  const at = (n: number) => ({ extents: [n, 3 * n + 1, 7], name: 'x', parts: [{ offset: -2 * n }] });

  test('tell a structure from two others', () => {
    const ratio = ratioOf(at(2), at(5), at(9))!;
    expect(ratio).toMatchObject({ numerator: 7, denominator: 3 });
    expect(interpolate(at(2), at(5), ratio)).toEqual(at(9));
    expect(interpolate(at(2), at(5), ratioOf(at(2), at(5), at(2))!)).toEqual(at(2));
  });

  test.each<[string, unknown]>([
    ['another word', { ...at(9), name: 'y' }],
    ['a number that does not follow', { ...at(9), extents: [9, 29, 7] }],
    ['a number that should not change', { ...at(9), extents: [9, 28, 8] }],
    ['more parts', { ...at(9), parts: [{ offset: -18 }, { offset: 1 }] }],
    ['other keys', { extents: [9, 28, 7], name: 'x', portions: [{ offset: -18 }] }],
  ])('%s is no member of the family', (_, third) => {
    expect(ratioOf(at(2), at(5), third)).toBeUndefined();
  });

  test('refuse what is not whole', () => {
    const others = new Map();
    expect(ratioOf({ x: 1 }, { x: 2 }, { x: 2.5 })).toBeUndefined();
    expect(interpolate({ x: 1 }, { x: 2 }, { numerator: 1, denominator: 2, others })).toBeUndefined();
    expect(interpolate({ x: 0.5 }, { x: 0.25 }, { numerator: 2, denominator: 1, others })).toBeUndefined();
    expect(interpolate({ x: 'a' }, { x: 'b' }, { numerator: 0, denominator: 1, others })).toBeUndefined();
  });

  test('find other numbers by what they were', () => {
    const at = (n: number) => ({ n, average: 1 / n, list: [1 / n, 0.5] });
    const ratio = ratioOf(at(3), at(5), at(7))!;
    expect(interpolate({ x: 1 / 3, n: 6 }, { x: 1 / 5, n: 10 }, ratio)).toEqual({ x: 1 / 7, n: 14 });
    // One number cannot become two.
    expect(ratioOf(at(3), at(5), { ...at(7), average: 1 / 8 })).toBeUndefined();
  });

  test('keep what is shared', () => {
    const pair = (n: number) => {
      const shared = { n };
      return [shared, shared];
    };
    const [a, b] = interpolate(pair(1), pair(2), { numerator: 2, denominator: 1, others: new Map() })!;
    expect(a).toEqual({ n: 3 });
    expect(a).toBe(b);
  });
});

/** A family that tells how often the passes ran. */
function counted(passes: typeof optimize = optimize) {
  let runs = 0;
  const family = new Family((graph, course) => {
    runs++;
    return passes(graph, course);
  });
  return { optimize: (graph: Graph) => family.optimize(graph), runs: () => runs };
}

const sizes = { batch: 3, input: 5, output: 4, units: 7, places: 9, width: 6 };

test('lengths of an NTM share the passes', () => {
  const ntm = new NTM(sizes, generator(1));
  const step = (x: tf.Tensor3D, y: tf.Tensor3D) => tf.variableGrads(() => ntm.loss(x, y)).grads;
  const graphOf = (length: number): Graph =>
    recorded(step as TracedFunction, [
      tf.zeros([2 * length, sizes.batch, sizes.input]),
      tf.zeros([length, sizes.batch, sizes.output]),
    ]);
  const family = counted();
  // The shortest have shapes of their own: dimensions of extent 1 and 2.
  for (const length of [5, 9, 7, 4, 12, 6]) {
    const graph = graphOf(length);
    expectSameResults(family.optimize(graph), graph, 1e-4);
  }
  expect(family.runs()).toBe(2);
});

describe('decisions for a second length', () => {
  /** A pass that tries one thing, which pays by what `pays` says. */
  const trying =
    (pays: (graph: Graph) => boolean, attempts: (graph: Graph) => number = () => 1): typeof optimize =>
    (graph, course = new Course()) => {
      for (let i = attempts(graph); i > 0; i--) {
        course.decisions.try(
          `attempt ${i}`,
          () => graph,
          () => pays(graph),
        );
      }
      return graph;
    };
  const steps = (length: number, width: number): Graph => {
    const fn = (x: tf.Tensor3D) =>
      unroll((input, { h }) => ({ output: h!, state: { h: tf.add(h!, input) }, trace: {} }), x, {
        h: tf.zeros([2, width]),
      }).outputs;
    return recorded(fn as TracedFunction, [tf.zeros([length, 2, width])]);
  };

  test('are those for the first', () => {
    let asked = 0;
    const family = counted(trying(() => ++asked > 0));
    for (const length of [3, 5]) family.optimize(steps(length, 2));
    expect([asked, family.runs()]).toEqual([1, 2]);
  });

  test('are made anew if the steps are of another size', () => {
    let asked = 0;
    const family = counted(trying(() => ++asked > 0));
    for (const width of [2, 30]) family.optimize(steps(3, width));
    expect(asked).toBe(2);
  });

  test('are made for what is new', () => {
    let asked = 0;
    const family = counted(
      trying(
        () => ++asked > 0,
        () => 1 + family.runs(),
      ),
    );
    for (const length of [3, 5]) family.optimize(steps(length, 2));
    // Two for the first; the second has one more.
    expect([asked, family.runs()]).toEqual([3, 2]);
  });
});

test('what depends on the length in another way has its passes run', () => {
  const fn = (x: tf.Tensor2D) => {
    const squared = tf.square(x);
    // One more operation for long sequences, and a number that is no multiple of the length.
    const long = x.shape[0] > 4 ? tf.exp(squared) : squared;
    return tf.mul(tf.sum(long, 1), x.shape[0] ** 2);
  };
  const family = counted();
  for (const length of [2, 3, 4, 5, 6, 7]) {
    const graph = recorded(fn as TracedFunction, [tf.zeros([length, 4])]);
    expectSameResults(family.optimize(graph), graph);
  }
  expect(family.runs()).toBe(6);
});

test('constants and captured tensors are those of the new recording', () => {
  const captured = tf.tensor1d([1, 2, 3]);
  const fn = (x: tf.Tensor2D) => tf.tanh(tf.add(tf.mul(x, captured), tf.tensor1d([0.5, 0.25, 0.125])));
  const family = counted();
  for (const length of [2, 3, 7]) {
    const graph = recorded(fn as TracedFunction, [tf.zeros([length, 3])]);
    expectSameResults(family.optimize(graph), graph);
  }
  expect(family.runs()).toBe(2);
});

test('a loop that assigns and carries integers', () => {
  const fn = (x: tf.Tensor3D) => {
    const { outputs, state } = unroll(
      (input, { h, n }) => ({
        output: tf.add(input, tf.cast(n!, 'float32')),
        state: { h: tf.tanh(tf.add(h!, input)), n: tf.add(n!, tf.scalar(1, 'int32')) },
        trace: {},
      }),
      x,
      { h: tf.zeros([2, 2]), n: tf.scalar(0, 'int32') },
    );
    return [outputs, state.h!, state.n!];
  };
  const family = counted();
  for (const length of [3, 5, 8, 4]) {
    const graph = recorded(fn as TracedFunction, [tf.zeros([length, 2, 2])]);
    expectSameResults(family.optimize(graph), graph);
  }
  expect(family.runs()).toBe(2);
});
