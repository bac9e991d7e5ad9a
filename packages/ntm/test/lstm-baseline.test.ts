import { lstm, unroll } from '@loci/controllers';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { LSTMBaseline } from '../src/index.js';
import { distance, randomTensor, scatter } from '../../controllers/test/support/tensors.js';

beforeAll(useTestBackend);

const small = { inputSize: 3, outputSize: 2, units: 4, seed: 1 } as const;

it('puts out an affine map of all its layers', () => {
  tf.tidy(() => {
    const cell = new LSTMBaseline(small);
    scatter(cell.variables, 1);
    const layers = lstm({ ...small, layers: 3, skipConnections: true, initialState: 'learned' });
    for (const [name, variable] of Object.entries(layers.variables)) variable.assign(cell.variables[name]!);
    const inputs = randomTensor<tf.Rank.R3>([4, 2, 3], 1);
    const hidden = tf.reshape(unroll(layers, inputs).outputs, [8, 12]);
    const { 'output/kernel': kernel, 'output/bias': bias } = cell.variables;
    const expected = tf.add(tf.matMul(hidden, kernel as tf.Tensor2D as never), bias!);
    expect(distance(tf.reshape(unroll(cell, inputs).outputs, [8, 2]), expected)).toBeLessThan(1e-5);
  });
});

it('is three layers that all see the input and begin as they have learned, unless told otherwise', () => {
  const names = Object.keys(new LSTMBaseline(small).variables);
  expect(names.filter((name) => name.startsWith('initial/'))).toHaveLength(6);
  expect(new LSTMBaseline(small).variables['layer2/kernel']!.shape).toEqual([3 + 4 + 4, 16]);
  const plain = new LSTMBaseline({ ...small, layers: 2, skipConnections: false, initialState: 'zero' });
  expect(Object.values(plain.variables).map(({ shape }) => shape)).toEqual([[7, 16], [16], [8, 16], [16], [4, 2], [2]]); // prettier-ignore
});

it.each([
  [{ inputSize: 0 }, 'inputSize must be an integer >= 1, got 0'],
  [{ outputSize: -1 }, 'outputSize must be an integer >= 1, got -1'],
  [{ units: 0 }, 'units must be an integer >= 1, got 0'],
  [{ layers: 0 }, 'layers must be an integer >= 1, got 0'],
])('refuses %j', (wrong, message) => {
  const before = tf.memory().numTensors;
  expect(() => new LSTMBaseline({ ...small, ...wrong })).toThrow(message);
  expect(tf.memory().numTensors).toBe(before);
});
