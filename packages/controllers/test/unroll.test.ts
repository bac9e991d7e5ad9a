import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { lstm, unroll } from '../src/index.js';
import type { Cell, LoopBody, LoopingBackend, State, Unrolled } from '../src/index.js';
import { distance, randomTensor } from './support/tensors.js';

beforeAll(useTestBackend);

/** Sums its inputs; the trace tells the sum before. */
const sum: Cell = {
  inputSize: 2,
  outputSize: 2,
  stateShapes: { sum: [2] },
  variables: {},
  initialState: (batch) => ({ sum: tf.zeros([batch, 2]) }),
  step(input, state) {
    const next = tf.add(input, state.sum!) as tf.Tensor2D;
    return { output: next, state: { sum: next }, trace: { before: tf.clone(state.sum!) } };
  },
  dispose: () => undefined,
};

const inputs = (): tf.Tensor3D => tf.tensor3d([1, 2, 3, 4, 10, 20, 30, 40, 5, 5, 5, 5], [3, 2, 2]);

it('runs one step after the other and stacks outputs and traces', () => {
  const { outputs, state, traces } = unroll(sum, inputs(), { traces: true });
  expect(outputs.arraySync()).toEqual([[[1, 2], [3, 4]], [[11, 22], [33, 44]], [[16, 27], [38, 49]]]); // prettier-ignore
  expect(traces.before!.arraySync()).toEqual([[[0, 0], [0, 0]], [[1, 2], [3, 4]], [[11, 22], [33, 44]]]); // prettier-ignore
  expect(state.sum!.arraySync()).toEqual([[16, 27], [38, 49]]); // prettier-ignore
});

it('keeps no traces unless they are asked for', () => {
  expect(unroll(sum, inputs()).traces).toEqual({});
});

it.each(['int32', 'bool'] as const)('takes inputs of type %s as the numbers that they are', (type) => {
  const cell = lstm({ inputSize: 2, units: 3, seed: 1 });
  const inputs = tf.tensor3d([0, 1, 1, 0, 0, 0, 1, 1], [4, 1, 2]);
  expect(distance(unroll(cell, tf.cast(inputs, type)).outputs, unroll(cell, inputs).outputs)).toBe(0);
});

it('goes on from a given state: two halves are the whole', () => {
  const cell = lstm({ inputSize: 2, units: 3, seed: 1 });
  const sequence = randomTensor<tf.Rank.R3>([6, 2, 2], 1);
  const [first, second] = tf.split(sequence, 2) as [tf.Tensor3D, tf.Tensor3D];
  const whole = unroll(cell, sequence);
  const before = unroll(cell, first);
  const after = unroll(cell, second, { initial: before.state });
  expect(distance(whole.outputs, tf.concat([before.outputs, after.outputs]))).toBe(0);
  expect(distance(whole.state['layer0/cell']!, after.state['layer0/cell']!)).toBe(0);
});

it('leaves behind its results and nothing else, and its arguments untouched', () => {
  const cell = lstm({ inputSize: 2, units: 3, seed: 1 });
  const sequence = inputs();
  const initial = cell.initialState(2);
  const before = tf.memory().numTensors;
  const result = unroll(cell, sequence, { initial, traces: true });
  expect(tf.memory().numTensors).toBe(before + 3);
  tf.dispose([result.outputs, Object.values(result.state)]);
  expect(tf.memory().numTensors).toBe(before);
  expect([sequence, ...Object.values(initial)].some((tensor) => tensor.isDisposed)).toBe(false);
});

it('leaves nothing behind under a gradient', () => {
  const cell = lstm({ inputSize: 2, units: 3, seed: 1 });
  const sequence = inputs();
  const before = tf.memory().numTensors;
  tf.tidy(() => void tf.variableGrads(() => tf.sum(unroll(cell, sequence).outputs)));
  expect(tf.memory().numTensors).toBe(before);
});

describe('on a backend that loops', () => {
  const calls: { inputs: tf.Tensor; initial: State; body: LoopBody }[] = [];
  const backend = (): Partial<LoopingBackend> => tf.backend() as Partial<LoopingBackend>;
  afterEach(() => {
    delete backend().scan;
    calls.length = 0;
  });

  it('hands the step to scan, with the initial state and without traces', () => {
    const answer: Unrolled = { outputs: tf.zeros([3, 2, 2]), state: {}, traces: {} };
    backend().scan = (body, sequence, initial) => {
      calls.push({ body, inputs: sequence, initial });
      return answer;
    };
    const sequence = inputs();
    expect(unroll(sum, sequence).outputs).toBe(answer.outputs);
    expect(calls).toHaveLength(1);
    expect(calls[0]!.inputs).toBe(sequence);
    const step = calls[0]!.body(tf.ones([2, 2]), { sum: tf.ones([2, 2]) });
    expect(step.output.arraySync()).toEqual([[2, 2], [2, 2]]); // prettier-ignore
    expect(step.trace).toEqual({});
  });
});

describe('refuses', () => {
  const cell = lstm({ inputSize: 2, units: 3, seed: 1 });
  it.each<[string, [number, number, number] | [number, number], string]>([
    ['another input size', [4, 2, 5], 'inputs must have the shape [time, batch, inputSize 2], got [4, 2, 5]'],
    ['one dimension less', [2, 2], 'inputs must have the shape [time, batch, inputSize 2], got [2, 2]'],
    ['no time', [0, 2, 2], 'inputs must have at least one time step, got the shape [0, 2, 2]'],
  ])('%s', (_what, shape, message) => {
    expect(() => unroll(cell, tf.zeros<tf.Rank>(shape) as tf.Tensor3D)).toThrow(message);
  });

  const state = (): Record<string, tf.Tensor> => ({ ...cell.initialState(2) });
  it.each<[string, () => State, string]>([
    [
      'a missing part of the state',
      () => ({ 'layer0/hidden': tf.zeros([2, 3]) }),
      "initial.layer0/cell is missing; the cell's state is: layer0/hidden, layer0/cell",
    ],
    [
      'an unknown part',
      () => ({ ...state(), memory: tf.zeros([1]) }),
      "initial.memory is not a part of the cell's state: layer0/hidden, layer0/cell",
    ],
    [
      'a part of another shape',
      () => ({ ...state(), 'layer0/cell': tf.zeros([1, 3]) }),
      'initial.layer0/cell must have the shape [batch 2, axis 1 3], got [1, 3]',
    ],
  ])('%s', (_what, initial, message) => {
    expect(() => unroll(cell, inputs(), { initial: initial() })).toThrow(message);
  });
});
