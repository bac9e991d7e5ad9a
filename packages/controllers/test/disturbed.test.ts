import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { disturbed, lstm, unroll } from '../src/index.js';
import type { Cell } from '../src/index.js';
import { distance, randomTensor } from './support/tensors.js';

beforeAll(useTestBackend);

/** Hands on its state, in which two vectors of one size, a shorter one and a memory are. */
const keeper: Cell = {
  inputSize: 1,
  outputSize: 1,
  stateShapes: { memory: [2, 3], one: [3], other: [3], short: [2] },
  variables: {},
  initialState: (batch) => ({
    memory: tf.ones([batch, 2, 3]),
    one: tf.zeros([batch, 3]),
    other: tf.ones([batch, 3]),
    short: tf.zeros([batch, 2]),
  }),
  step: (input, state) => ({ output: tf.clone(input), state, trace: {} }),
  dispose: () => undefined,
};

it('adds the same noise to all vectors of the state, and leaves memories and the input alone', () => {
  const cell = disturbed(keeper);
  expect([cell.inputSize, cell.noiseSize]).toEqual([4, 3]);
  const { output, state } = cell.step(tf.tensor2d([[7, 0.5, -1, 2]]), keeper.initialState(1));
  expect(output.arraySync()).toEqual([[7]]);
  expect(state['one']!.arraySync()).toEqual([[0.5, -1, 2]]);
  expect(state['other']!.arraySync()).toEqual([[1.5, 0, 3]]);
  expect(state['short']!.arraySync()).toEqual([[0.5, -1]]);
  expect(state['memory']!.arraySync()).toEqual([[[1, 1, 1], [1, 1, 1]]]); // prettier-ignore
});

it('is the cell itself where the noise is zero, and another one where it is not', () => {
  const cell = lstm({ inputSize: 2, units: 3, seed: 1 });
  const inputs = randomTensor<tf.Rank.R3>([5, 2, 2], 1);
  const noise = randomTensor<tf.Rank.R3>([5, 2, 3], 2);
  const { outputs } = unroll(cell, inputs);
  const outputsWith = (noise: tf.Tensor3D) => unroll(disturbed(cell), tf.concat([inputs, noise], 2)).outputs;
  expect(distance(outputsWith(tf.zerosLike(noise)), outputs)).toBe(0);
  expect(distance(outputsWith(noise), outputs)).toBeGreaterThan(0.01);
  cell.dispose();
});

it('has nothing to disturb in a cell without a state', () => {
  expect(disturbed({ ...keeper, stateShapes: {} }).noiseSize).toBe(0);
});
