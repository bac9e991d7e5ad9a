import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { jit } from '../../src/api/jit.js';
import { record } from '../../src/record/record.js';
import { OptimizerWatch } from '../../src/record/optimizers.js';
import type { ScanBody } from '../../src/scan/scanner.js';
import { unroll } from '../models/ntm.js';

beforeAll(() => tf.setBackend('cpu'));

type Tensors = Record<string, tf.Tensor>;

const values = (shape: number[], seed: number): tf.Tensor => tf.randomUniform(shape, -1, 1, 'float32', seed);

function expectClose(actual: tf.Tensor, expected: tf.Tensor, tolerance = 1e-5): void {
  expect(actual.shape).toEqual(expected.shape);
  const [a, b] = [actual.dataSync(), expected.dataSync()];
  a.forEach((value, i) =>
    expect(Math.abs(value - b[i]!)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(b[i]!))),
  );
}

/** Compares outputs, last state, traces and all gradients of a loop with those of the steps taken one by one. */
function check(
  body: (weights: Tensors) => ScanBody,
  inputs: tf.Tensor3D,
  state: Tensors,
  weights: Tensors,
): void {
  const run = (x: tf.Tensor3D, initial: Tensors, w: Tensors) => unroll(body(w), x, initial);
  const loss = (x: tf.Tensor3D, initial: Tensors, w: Tensors): tf.Scalar => {
    const { outputs, state: last, traces } = run(x, initial, w);
    // All arguments take part, since tfjs refuses gradients with respect to what has no part in the result.
    const given = [x, ...Object.values(initial), ...Object.values(w)];
    const parts = [outputs, ...Object.values(last), ...Object.values(traces), ...given];
    return tf.addN(
      parts.map((part, i) => tf.sum(tf.mul(i + 1, tf.sin(tf.cast(part, 'float32'))))),
    ) as tf.Scalar;
  };
  const floats = (tensors: Tensors): string[] =>
    Object.keys(tensors).filter((name) => tensors[name]!.dtype === 'float32');
  const gradients = (x: tf.Tensor3D, initial: Tensors, w: Tensors): tf.Tensor[] => {
    const names = [floats(initial), floats(w)] as const;
    const all = [x, ...names[0].map((name) => initial[name]!), ...names[1].map((name) => w[name]!)];
    return tf.grads((...tensors: tf.Tensor[]) => {
      const of = (list: readonly string[], from: number): Tensors =>
        Object.fromEntries(list.map((name, i) => [name, tensors[from + i]!]));
      return loss(
        tensors[0] as tf.Tensor3D,
        { ...initial, ...of(names[0], 1) },
        { ...w, ...of(names[1], 1 + names[0].length) },
      );
    })(all);
  };
  const compiledRun = jit(run, { fallback: 'error' })(inputs, state, weights);
  const eagerRun = run(inputs, state, weights);
  expectClose(compiledRun.outputs, eagerRun.outputs);
  for (const name of Object.keys(state)) expectClose(compiledRun.state[name]!, eagerRun.state[name]!);
  for (const name of Object.keys(eagerRun.traces))
    expectClose(compiledRun.traces[name]!, eagerRun.traces[name]!);
  const compiled = jit(gradients, { fallback: 'error' })(inputs, state, weights);
  gradients(inputs, state, weights).forEach((expected, i) => expectClose(compiled[i]!, expected, 1e-4));
}

const cases: Record<string, { body: (w: Tensors) => ScanBody; state: Tensors; weights: Tensors }> = {
  'a simple recurrent network': {
    body:
      (w) =>
      (x, { h }) => {
        const next = tf.tanh(
          tf.add(tf.matMul(tf.concat([x, h!], 1) as tf.Tensor2D, w.w as tf.Tensor2D), w.b!),
        );
        return { output: next, state: { h: next }, trace: { doubled: tf.mul(next, 2) } };
      },
    state: { h: values([2, 3], 1) },
    weights: { w: values([5, 3], 2), b: values([3], 3) },
  },
  'states that change places': {
    body:
      () =>
      (x, { a, b }) => ({
        output: tf.add(x, a!),
        state: { a: b!, b: tf.mul(a!, x) },
        trace: { a: a! },
      }),
    state: { a: values([2, 2], 1), b: values([2, 2], 2) },
    weights: {},
  },
  'a state that stays, and results that do not depend on the step': {
    body:
      (w) =>
      (x, { kept }) => ({
        output: tf.mul(tf.sum(w.w!), kept!),
        state: { kept: kept! },
        trace: { constant: tf.ones([2]), input: x, weight: w.w! },
      }),
    state: { kept: values([2, 2], 1) },
    weights: { w: values([3], 2) },
  },
  'parts of values, and a state of integers': {
    body:
      (w) =>
      (x, { h, count }) => {
        const [left, right] = tf.split(tf.mul(x, tf.add(w.w!, h!)), 2, 1);
        const even = tf.equal(tf.mod(count!, tf.scalar(2, 'int32')), tf.scalar(0, 'int32'));
        const next = tf.where(even, tf.concat([right!, left!], 1), tf.softmax(tf.concat([left!, right!], 1)));
        return {
          output: tf.transpose(next),
          state: { h: next, count: tf.add(count!, tf.scalar(1, 'int32')) },
          trace: { reversed: tf.reverse(left!, 1), count: count! },
        };
      },
    state: { h: values([2, 2], 1), count: tf.scalar(0, 'int32') },
    weights: { w: values([2, 2], 2) },
  },
  'an output that is the state': {
    body:
      () =>
      (x, { h }) => {
        const next = tf.sub(tf.mul(h!, h!), x);
        return { output: next, state: { h: next }, trace: { also: next } };
      },
    state: { h: values([2, 2], 4) },
    weights: {},
  },
};

describe.each(Object.entries(cases))('%s', (_, { body, state, weights }) => {
  test.each([1, 2, 5])('over %i steps', (time) => {
    check(body, values([time, 2, 2], 9) as tf.Tensor3D, state, weights);
  });
});

test('random recurrences', () => {
  type Maker = (a: tf.Tensor, b: tf.Tensor, w: tf.Tensor) => tf.Tensor;
  const operations: Record<string, Maker> = {
    add: (a, b) => tf.add(a, b),
    mul: (a, b) => tf.mul(a, b),
    tanh: (a) => tf.tanh(a),
    product: (a, _, w) => tf.matMul(a as tf.Tensor2D, w as tf.Tensor2D),
    scale: (a, _, w) => tf.mul(a, tf.sum(w, 1)),
    softmax: (a) => tf.softmax(a),
    row: (a, b) => tf.sub(a, tf.mean(b, 1, true)),
    roll: (a) => tf.concat([tf.slice(a, [0, 1], [2, 2]), tf.slice(a, [0, 0], [2, 1])], 1),
  };
  const step = fc.record({
    operation: fc.constantFrom(...Object.keys(operations)),
    a: fc.nat(20),
    b: fc.nat(20),
  });
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 7 }),
      fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(20)),
      fc.integer({ min: 1, max: 4 }),
      (steps, [output, first, second, trace], time) => {
        const body =
          (w: Tensors): ScanBody =>
          (x, { h, g }) => {
            const known: tf.Tensor[] = [x, h!, g!];
            const pick = (i: number): tf.Tensor => known[i % known.length]!;
            for (const { operation, a, b } of steps)
              known.push(operations[operation]!(pick(a), pick(b), w.w!));
            return {
              output: pick(output),
              state: { h: pick(first), g: pick(second) },
              trace: { t: pick(trace) },
            };
          };
        check(
          body,
          values([time, 2, 3], 5) as tf.Tensor3D,
          { h: values([2, 3], 6), g: values([2, 3], 7) },
          { w: values([3, 3], 8) },
        );
      },
    ),
    { numRuns: 60, seed: 1 },
  );
});

test('what is recorded does not depend on the number of steps', () => {
  const { body, state, weights } = cases['a simple recurrent network']!;
  const nodesOf = (time: number): number => {
    const recording = record(
      ((x: tf.Tensor3D) =>
        tf.grad((y: tf.Tensor) => tf.sum(unroll(body(weights), y as tf.Tensor3D, state).outputs))(
          x,
        )) as never,
      [values([time, 2, 2], 1)],
      new OptimizerWatch(new Set(), new Set()),
    );
    if ('error' in recording) throw recording.error;
    return recording.graph.nodes.reduce(
      (sum, node) => sum + (node.kind === 'loop' ? node.body.length : 1),
      0,
    );
  };
  expect(nodesOf(50)).toBe(nodesOf(2));
});

test('a gradient of a gradient is taken step by step', () => {
  const x = values([3, 2, 2], 1);
  const power: ScanBody = (z, { h }) => ({ output: tf.mul(z, h!), state: { h: tf.mul(z, z) }, trace: {} });
  const first = (y: tf.Tensor): tf.Tensor =>
    tf.grad((z: tf.Tensor) => tf.sum(unroll(power, z as tf.Tensor3D, { h: tf.ones([2, 2]) }).outputs))(y);
  const second = (y: tf.Tensor): tf.Tensor => tf.grad((z: tf.Tensor) => tf.sum(tf.mul(z, first(z))))(y);
  expectClose(jit(second, { fallback: 'error' })(x), second(x), 1e-4);
});

test('a loop within a loop', () => {
  const outer: ScanBody = (x, { h }) => {
    const inner = unroll(
      (y, s) => ({ output: tf.mul(y, s.g!), state: { g: tf.add(s.g!, y) }, trace: {} }),
      tf.reshape(x, [2, 1, 2]) as tf.Tensor3D,
      { g: h! },
    );
    return { output: inner.outputs, state: { h: tf.tanh(inner.state.g!) }, trace: {} };
  };
  check(() => outer, values([3, 2, 2], 1) as tf.Tensor3D, { h: values([1, 2], 2) }, {});
});

test('a state that changes its shape is named', () => {
  const grow: ScanBody = (x, { h }) => ({ output: x, state: { h: tf.concat([h!, h!], 1) }, trace: {} });
  const run = (x: tf.Tensor3D, h: tf.Tensor) => unroll(grow, x, { h }).outputs;
  expect(() =>
    jit(run, { fallback: 'error' })(values([2, 2, 2], 1) as tf.Tensor3D, values([2, 1], 2)),
  ).toThrow("makes the state 'h' float32 [2, 2], it was float32 [2, 1]");
});

test('recording a loop leaves no tensor behind', () => {
  const { body, state, weights } = cases['a simple recurrent network']!;
  const x = values([3, 2, 2], 1) as tf.Tensor3D;
  const gradient = jit(
    (y: tf.Tensor3D) =>
      tf.grad((z: tf.Tensor) => tf.sum(unroll(body(weights), z as tf.Tensor3D, state).outputs))(y),
    { fallback: 'error' },
  );
  const before = tf.memory();
  gradient(x).dispose();
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
});
