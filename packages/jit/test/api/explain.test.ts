import * as tf from '@tensorflow/tfjs';
import { explain } from '../../src/api/explain.js';
import { optimize } from '../../src/api/optimize.js';
import { unroll } from '../models/ntm.js';
import { recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

test('a program reads like formulas over indices', () => {
  const layer = (x: tf.Tensor, w: tf.Tensor): tf.Tensor => tf.softmax(tf.relu(tf.matMul(x, w)));
  const text = explain(optimize(recorded(layer, [tf.zeros([6, 5]), tf.zeros([5, 7])])));
  expect(text.split('\n').map((line) => line.replace(/\bv\d+/g, 'v'))).toEqual([
    'matrix i0<6 x i1<7 (BatchMatMul, Relu)',
    '  a0 = sum over k<5 of argument0[5 i0 + k] * argument1[7 k + i1]',
    '  v[7 i0 + i1] = relu(a0)',
    'row i0<6 / i1<7 (Softmax)',
    '  a0 = max v[7 i0 + i1]',
    '  v[7 i0 + i1] = exp((v[7 i0 + i1] - a0))',
    '  a1 = sum v[7 i0 + i1]',
    '  v[7 i0 + i1] = (v[7 i0 + i1] / a1)',
  ]);
});

test('loops are loops, steps of values are marked', () => {
  const sums = (x: tf.Tensor): tf.Tensor => {
    const body = (input: tf.Tensor, { s }: Record<string, tf.Tensor>) => {
      const next = tf.add(tf.tanh(s!), input);
      return { output: next, state: { s: next }, trace: {} };
    };
    return unroll(body, x as tf.Tensor3D, { s: tf.zeros([2, 3]) }).outputs;
  };
  const text = explain(optimize(recorded(sums, [tf.zeros([4, 2, 3])])));
  expect(text).toMatch(/^for t = 0 \.\. 3$/m);
  expect(text).toMatch(/^ {4}v3@1\[i0\] = \(tanh\(v3@0\[i0\]\) \+ argument0@0\[i0\]\)$/m);
});
