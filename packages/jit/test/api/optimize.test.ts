import * as tf from '@tensorflow/tfjs';
import { optimize } from '../../src/api/optimize.js';
import type { TracedFunction } from '../../src/record/record.js';
import { recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

test.each([1, 16])('gradients of given data are not computed beside those of states, batch %d', (batch) => {
  const [data, read, hidden, units] = [10, 20, 30, 50];
  const gradients = (x: tf.Tensor2D, weights: tf.Tensor2D, r: tf.Tensor2D, h: tf.Tensor2D) =>
    tf.grads((r: tf.Tensor, h: tf.Tensor) =>
      tf.sum(tf.tanh(tf.matMul(tf.concat([x, r as tf.Tensor2D, h as tf.Tensor2D], 1), weights))),
    )([r, h]);
  const args = [
    tf.zeros([batch, data]),
    tf.zeros([data + read + hidden, units]),
    tf.zeros([batch, read]),
    tf.zeros([batch, hidden]),
  ];
  const { nodes } = optimize(recorded(gradients as TracedFunction, args));
  const columns = nodes.flatMap((node): number[] => {
    if (node.kind === 'matrix') return node.k === units ? [node.n] : [];
    return node.kind === 'row' && node.inner.includes(units) ? [node.outer.at(-1)!] : [];
  });
  expect(columns).toEqual([read + hidden]);
});
