import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { optimize } from '../../src/api/optimize.js';
import { GraphBuilder } from '../../src/graph/builder.js';
import type { Graph } from '../../src/graph/graph.js';
import type { KernelNode, LoopNode, RowNode } from '../../src/graph/node.js';
import type { Value } from '../../src/graph/value.js';
import { wholeView, type View } from '../../src/graph/view.js';
import { binary, float, unary } from '../../src/ir/build.js';
import type { Expression } from '../../src/ir/expression.js';
import type { Pass, Store } from '../../src/ir/kernel.js';
import { lessAtBeginning } from '../../src/plan/first-step.js';
import { plan } from '../../src/plan/plan.js';
import { unroll } from '../models/ntm.js';
import { recorded, someElements } from '../support/recorded.js';
import { expectClose, runGraph } from '../support/run-graph.js';

beforeAll(() => tf.setBackend('cpu'));

const [BATCH, INPUT, UNITS] = [6, 5, 8];

type Part = 'input' | 'read' | 'hidden' | 'new';

interface Recurrence {
  readonly steps: number;
  readonly batch: number;
  /** What is multiplied with the weights in each step, side by side; 'new' is no state but a part of the new one. */
  readonly parts: readonly Part[];
  /** What the first hidden state is filled with. */
  readonly first?: number;
  readonly gradients?: boolean;
}

const widthOf = (part: Part): number => (part === 'input' ? INPUT : part === 'read' ? 3 : UNITS);

/** The outputs of a recurrence, or gradients of them, with the first states inside, or among the arguments. */
function graphOf({ steps, batch, parts, first = 0, gradients = false }: Recurrence, isGiven = false): Graph {
  const states = [
    [batch, UNITS],
    [batch, 3],
  ];
  const run = (xs: tf.Tensor, w: tf.Tensor, ...given: tf.Tensor[]): tf.Tensor => {
    const [hidden, read] = isGiven ? given : states.map((shape, i) => tf.fill(shape, i === 0 ? first : 0));
    const step = (input: tf.Tensor, state: Record<string, tf.Tensor>) => {
      const all = { input, read: state['read']!, hidden: state['hidden']!, new: tf.sin(state['hidden']!) };
      const product = tf.matMul(
        tf.concat(
          parts.map((part) => all[part]),
          1,
        ) as tf.Tensor2D,
        w as tf.Tensor2D,
      );
      const next = tf.tanh(product);
      const shorter = tf.cos(tf.slice(next, [0, 0], [batch, 3]));
      return { output: next, state: { hidden: next, read: shorter }, trace: {} };
    };
    return unroll(step, xs as tf.Tensor3D, { hidden: hidden!, read: read! }).outputs;
  };
  const loss = (...args: tf.Tensor[]): tf.Tensor =>
    tf.sum(tf.square(run(...(args as [tf.Tensor, tf.Tensor]))));
  const width = parts.reduce((sum, part) => sum + widthOf(part), 0);
  const shapes = [[steps, batch, INPUT], [width, UNITS], ...(isGiven ? states : [])];
  const args = shapes.map((shape) => tf.zeros(shape));
  const graph = recorded(
    ((...given: tf.Tensor[]) =>
      gradients ? tf.grads(loss)(given).slice(0, 2) : run(...(given as [tf.Tensor, tf.Tensor]))) as never,
    args,
  );
  return optimize(graph);
}

/** Checks the planned program of a recurrence by one to which the same first states are given. */
function checked(recurrence: Recurrence): Graph {
  const graph = graphOf(recurrence);
  const elements = (value: Value): ArrayLike<number> => {
    const argument = value.origin.kind === 'argument' ? value.origin.index : -1;
    if (argument < 2) return someElements({ ...value, id: argument + 1 });
    return new Float32Array(value.size).fill(argument === 2 ? (recurrence.first ?? 0) : 0);
  };
  const expected = runGraph(graphOf(recurrence, true), elements);
  runGraph(graph, elements).forEach((result, i) => expectClose(result, expected[i]!));
  return graph;
}

const firstLoop = ({ nodes }: Graph): LoopNode => nodes.find((node) => node.kind === 'loop')!;

/** What the first step does that the others do not. */
function apart(graph: Graph): readonly KernelNode[] {
  const loop = firstLoop(graph);
  return lessAtBeginning(graph, loop)?.filter((node) => !loop.body.includes(node)) ?? [];
}

const stepsOf = (graph: Graph) => plan(graph, () => 0, new Map()).program.steps;

const countsOf = (graph: Graph): number[] =>
  stepsOf(graph).flatMap((step) => (step.kind === 'loop' ? [step.count] : []));

test.each<[string, readonly Part[], number, number]>([
  ['behind the input', ['input', 'read', 'hidden'], 0, INPUT],
  ['before the input', ['hidden', 'input'], UNITS, INPUT],
  ['on both sides of it', ['read', 'input', 'hidden'], 3, INPUT],
])('a first state of zeros %s is left out of the product', (_, parts, from, k) => {
  const graph = checked({ steps: 4, batch: BATCH, parts });
  const product = firstLoop(graph).body.find((node) => node.kind === 'matrix')!;
  expect(apart(graph)).toEqual([
    {
      ...product,
      k,
      a: { ...product.a, offset: product.a.offset + from },
      b: { ...product.b, offset: product.b.offset + from * UNITS },
    },
  ]);
  expect(countsOf(graph)).toEqual([3]);
  const { body } = firstLoop(graph);
  expect(stepsOf(graph).findIndex(({ kind }) => kind === 'loop')).toBe(
    graph.nodes.indexOf(firstLoop(graph)) + body.length,
  );
});

test('zeros between others are multiplied like them', () => {
  const graph = checked({ steps: 4, batch: BATCH, parts: ['input', 'hidden', 'input'] });
  expect(apart(graph)).toEqual([]);
  expect(countsOf(graph)).toEqual([4]);
});

test('a product with nothing but zeros is none', () => {
  const graph = checked({ steps: 4, batch: BATCH, parts: ['hidden', 'read'] });
  expect(apart(graph)).toMatchObject([{ kind: 'row', passes: [{ kind: 'store' }] }]);
});

test('sums over a row of a matrix leave out zeros, too', () => {
  const graph = checked({ steps: 4, batch: 1, parts: ['read', 'input', 'hidden'] });
  expect(apart(graph)).toMatchObject([{ kind: 'row', inner: [INPUT] }]);
});

test.each<[string, Partial<Recurrence>]>([
  ['of ones', { first: 1 }],
  ['that is computed from another', { parts: ['input', 'new'] }],
])('a first state %s is multiplied', (_, change) => {
  const graph = checked({ steps: 4, batch: BATCH, parts: ['input', 'hidden'], ...change });
  expect(apart(graph)).toEqual([]);
});

test('few zeros are not worth a step of their own', () => {
  const parts: Part[] = ['input', 'input', 'new', 'new', 'input', 'new', 'read'];
  expect(apart(checked({ steps: 4, batch: BATCH, parts }))).toEqual([]);
});

test('a state that is set to zeros, but for one of its elements, is multiplied from that one on', () => {
  const graph = graphOf({ steps: 4, batch: BATCH, parts: ['input', 'hidden'] });
  const { nodes } = graph;
  const at = nodes.indexOf(firstLoop(graph));
  const set = nodes
    .slice(0, at)
    .find((node) => node.kind === 'row' && node.outer[0] === BATCH * UNITS) as RowNode;
  const [store] = (set.passes[0] as Extract<Pass, { kind: 'store' }>).stores;
  /** Sets one of the first hidden state's elements, in the second row. */
  const change = (column: number): KernelNode => {
    const window = { ...store!.window, offset: UNITS + column };
    return {
      ...set,
      outer: [1],
      passes: [{ kind: 'store', over: 'all', stores: [{ ...store!, window, value: float(1) }] }],
    };
  };
  expect(apart(graph)).toMatchObject([{ k: INPUT }]);
  expect(apart({ ...graph, nodes: nodes.toSpliced(at, 0, change(2)) })).toMatchObject([{ k: INPUT + 3 }]);
  expect(apart({ ...graph, nodes: nodes.toSpliced(at, 0, change(UNITS - 1)) })).toEqual([]);
});

test.each([1, 2, 3])('a sequence of %d steps, its gradients included', (steps) => {
  const parts: Part[] = ['input', 'hidden'];
  expect(countsOf(checked({ steps, batch: BATCH, parts }))).toEqual([Math.max(steps - 1, 1)]);
  const [forward] = countsOf(checked({ steps, batch: BATCH, parts, gradients: true }));
  expect(forward).toBe(Math.max(steps - 1, 1));
});

/** Two loops that hand on a state, one forwards and one backwards, with the same product; it gives all states of both. */
function thereAndBack(between: (builder: GraphBuilder, states: Value, first: number) => void): Graph {
  const [steps, rows, k] = [3, 6, 8];
  const size = rows * k;
  const builder = new GraphBuilder();
  const weights = wholeView(builder.value('float32', k * k, { kind: 'argument', index: 0 }), [k, k]);
  const states = builder.value('float32', (steps + 1) * size);
  const loop = (reverse: boolean): void => {
    const step = (shift: number): View =>
      wholeView(builder.value('float32', size, { kind: 'step', of: states, shift }), [rows, k]);
    const [given, next] = reverse ? [step(1), step(0)] : [step(0), step(1)];
    const { nodes } = builder.apart(() => {
      const product = builder.product('Product', given, weights);
      builder.store('Cos', next, unary('cos', builder.load(product)));
    });
    builder.emit({ kind: 'loop', count: steps, reverse, body: nodes as KernelNode[] });
  };
  builder.store('Initial', wholeView(states, [states.size]), float(0));
  loop(false);
  const forth = builder.copy(wholeView(states, [states.size]));
  between(builder, states, steps * size);
  loop(true);
  const back = builder.copy(wholeView(states, [states.size]));
  return { values: builder.values, nodes: builder.list, outputs: [forth.value, back.value], assigned: [] };
}

test('what a loop before has written is not taken for zeros', () => {
  const graph = thereAndBack(() => undefined);
  const [forward, backward] = graph.nodes.filter((node) => node.kind === 'loop');
  expect(lessAtBeginning(graph, forward!)).toHaveLength(2);
  expect(lessAtBeginning(graph, backward!)).toBeUndefined();
});

test('a loop that runs backwards begins with its last step', () => {
  const zeros = (place: number): Graph =>
    thereAndBack((builder, states, last) => {
      const view = { ...wholeView(states, [6, 8]), offset: place * last };
      builder.store('Initial', view, float(0));
    });
  const [atEnd, atBeginning] = [zeros(1), zeros(0)];
  const backward = ({ nodes }: Graph): LoopNode => nodes.filter((node) => node.kind === 'loop')[1]!;
  expect(lessAtBeginning(atEnd, backward(atEnd))).toHaveLength(2);
  expect(lessAtBeginning(atBeginning, backward(atBeginning))).toBeUndefined();
  const [, back] = runGraph(atEnd, someElements);
  // The cosine of 0, and then the cosines of sums of the weights.
  const weights = someElements({ id: 0, type: 'float32', size: 64, origin: { kind: 'computed' } });
  const sums = Array.from({ length: 8 }, (_, n) =>
    Array.from({ length: 8 }, (_, k) => weights[8 * k + n]!).reduce((a, b) => a + b),
  );
  expectClose(back!.slice(96, 104), new Float32Array(8).fill(1));
  expectClose(back!.slice(48, 56), sums.map(Math.cos));
});

/** What a handmade step works with: rows of 8 elements, zeros and ones before the loop, and a matrix. */
interface Handmade {
  readonly builder: GraphBuilder;
  readonly zeros: View;
  readonly ones: View;
  readonly weights: View;
  readonly result: View;
}

const load = ({ builder }: Handmade, { value, offset }: View, strides: readonly number[]): Expression => ({
  kind: 'load',
  type: 'float32',
  window: { ...builder.window(wholeView(value, [value.size])), offset, strides },
});

const storeThrough = ({ value }: View, offset: number, strides: readonly number[], e: Expression): Store => ({
  type: 'float32',
  window: { buffer: value.id, offset, strides },
  value: e,
});

const all = (...stores: Store[]): Pass => ({ kind: 'store', over: 'all', stores });

/** Sums for each of 4 rows over 8 elements, of which the first is stored. */
function emitSums(given: Handmade, accumulators: Accumulators, ...others: Pass[]): void {
  const first: Expression = { kind: 'accumulator', type: 'float32', index: 0 };
  const passes: Pass[] = [
    { kind: 'accumulate', first: 0, accumulators },
    ...others,
    { kind: 'store', over: 'outer', stores: [storeThrough(given.result, 0, [1, 0], first)] },
  ];
  given.builder.emit({ kind: 'row', outer: [4], inner: [8], passes, sources: [] });
}

type Accumulators = Extract<Pass, { kind: 'accumulate' }>['accumulators'];

const isLess = (step: (given: Handmade) => void): boolean => {
  const builder = new GraphBuilder();
  const view = (shape: readonly number[]): View =>
    wholeView(
      builder.value(
        'float32',
        shape.reduce((size, extent) => size * extent),
      ),
      shape,
    );
  const [zeros, ones, result] = [view([4, 8]), view([4, 8]), view([4])];
  const weights = wholeView(builder.value('float32', 64, { kind: 'argument', index: 0 }), [8, 8]);
  builder.store('Initial', zeros, float(0));
  // Zeros that are overwritten are none.
  builder.store('Initial', ones, float(0));
  builder.store('Initial', ones, float(1));
  const { nodes } = builder.apart(() => step({ builder, zeros, ones, weights, result }));
  const loop: LoopNode = { kind: 'loop', count: 3, reverse: false, body: nodes as KernelNode[] };
  builder.emit(loop);
  const graph = { values: builder.values, nodes: builder.list, outputs: [result.value], assigned: [] };
  return lessAtBeginning(graph, loop) !== undefined;
};

describe('of sums in rows', () => {
  const product = (given: Handmade, view: View): Expression =>
    binary('mul', load(given, view, [8, 1]), load(given, given.weights, [0, 1]));

  test('those of products with zeros are spared', () => {
    const value = (given: Handmade): Expression => product(given, given.zeros);
    expect(isLess((given) => emitSums(given, [{ reduction: 'sum', value: value(given) }]))).toBe(true);
  });

  test('greatest ones are not', () => {
    const value = (given: Handmade): Expression => product(given, given.zeros);
    expect(isLess((given) => emitSums(given, [{ reduction: 'max', value: value(given) }]))).toBe(false);
  });

  test('those of sums with zeros are not', () => {
    const value = (given: Handmade): Expression =>
      binary('add', load(given, given.zeros, [8, 1]), load(given, given.weights, [0, 1]));
    expect(isLess((given) => emitSums(given, [{ reduction: 'sum', value: value(given) }]))).toBe(false);
  });

  test('those beside others are not', () => {
    const step = (given: Handmade): void =>
      emitSums(
        given,
        [given.zeros, given.ones].map((view) => ({ reduction: 'sum', value: product(given, view) })),
      );
    expect(isLess(step)).toBe(false);
  });

  test('those are not that are summed while all elements are stored', () => {
    const step = (given: Handmade): void => {
      const copy = all(storeThrough(given.ones, 0, [8, 1], float(2)));
      emitSums(given, [{ reduction: 'sum', value: product(given, given.zeros) }], copy);
    };
    expect(isLess(step)).toBe(false);
  });
});

describe('of what one node writes', () => {
  const multiply = ({ builder, weights }: Handmade, view: View): void =>
    void builder.product('Product', view, weights);
  const emit = ({ builder }: Handmade, ...passes: Pass[]): void =>
    builder.emit({ kind: 'row', outer: [4], inner: [8], passes, sources: [] });
  const target = ({ builder }: Handmade): View => wholeView(builder.value('float32', 40), [5, 8]);

  test('a copy of zeros is zero', () => {
    const step = (given: Handmade): void => {
      const copy = target(given);
      emit(given, all(storeThrough(copy, 0, [8, 1], load(given, given.zeros, [8, 1]))));
      multiply(given, { ...copy, shape: [4, 8] });
    };
    expect(isLess(step)).toBe(true);
  });

  test('a copy of what is set to zero later is not', () => {
    const step = (given: Handmade): void => {
      const copy = target(given);
      emit(
        given,
        all(storeThrough(copy, 0, [8, 1], load(given, given.ones, [8, 1]))),
        all(storeThrough(given.ones, 0, [8, 1], float(0))),
      );
      multiply(given, { ...copy, shape: [4, 8] });
    };
    expect(isLess(step)).toBe(false);
  });

  test('a row that is zero until the next row writes there is not', () => {
    const step = (given: Handmade): void => {
      const rows = target(given);
      emit(given, all(storeThrough(rows, 0, [8, 1], float(1))), all(storeThrough(rows, 8, [8, 1], float(0))));
      multiply(given, { ...rows, offset: 8, shape: [4, 8] });
    };
    expect(isLess(step)).toBe(false);
  });
});

test('weights that are not finite show from the second step on', () => {
  const graph = (steps: number): Graph => graphOf({ steps, batch: BATCH, parts: ['input', 'hidden'] });
  const outputs = (steps: number): number[][] => {
    const elements = (value: Value): ArrayLike<number> => {
      const numbers = Array.from(someElements(value));
      return value.size === (INPUT + UNITS) * UNITS ? numbers.with(INPUT * UNITS, Infinity) : numbers;
    };
    const [all] = runGraph(graph(steps), elements);
    return Array.from({ length: steps }, (_, t) => [
      ...all!.slice(t * BATCH * UNITS, (t + 1) * BATCH * UNITS),
    ]);
  };
  const [first, second] = outputs(2);
  expect(first!.every((x) => Math.abs(x) < 1)).toBe(true);
  expect(second!.filter((x) => Math.abs(x) === 1)).toHaveLength(BATCH);
  expect(outputs(1)[0]!.filter(Number.isNaN)).toHaveLength(BATCH);
});

test('random recurrences that begin with zeros compute the same', () => {
  const recurrences = fc.record<Recurrence>({
    steps: fc.integer({ min: 1, max: 4 }),
    batch: fc.integer({ min: 1, max: 7 }),
    parts: fc.array(fc.constantFrom<Part>('input', 'read', 'hidden', 'new'), { minLength: 1, maxLength: 5 }),
    first: fc.constantFrom(0, 0, 0.5),
    gradients: fc.boolean(),
  });
  fc.assert(
    fc.property(recurrences, (recurrence) => void checked(recurrence)),
    { numRuns: 60 },
  );
});
