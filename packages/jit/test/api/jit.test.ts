import * as tf from '@tensorflow/tfjs';
import { jit } from '../../src/api/jit.js';

beforeAll(() => tf.setBackend('cpu'));

test('a function of tensors gives what it gives without the compiler', () => {
  const fn = jit(
    (x: tf.Tensor2D, y: tf.Tensor1D) => ({ sum: x.add(y).tanh().sum(1), soft: [tf.softmax(x)] }),
    { fallback: 'error' },
  );
  const x = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]);
  const y = tf.tensor1d([-1, 0, 1]);
  const { sum, soft } = fn(x, y);
  const expected = x.add(y).tanh().sum(1).dataSync();
  expect(Array.from(sum.dataSync())).toEqual(Array.from(expected));
  expect(soft[0]!.shape).toEqual([2, 3]);
});

test('minimize', () => {
  const w = tf.variable(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]));
  const run = (optimizer: tf.Optimizer, compiled: boolean): number[] => {
    w.assign(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]));
    const step = (x: tf.Tensor2D) => optimizer.minimize(() => tf.matMul(x, w).tanh().square().mean(), true)!;
    const f = compiled ? jit(step, { fallback: 'error' }) : step;
    const losses: number[] = [];
    const x = tf.tensor2d([0.1, -0.2, 0.3, 0.4], [2, 2]);
    for (let i = 0; i < 5; i++) losses.push((f(x) as tf.Scalar).dataSync()[0]!);
    return [...losses, ...w.dataSync()];
  };
  for (const make of [
    () => tf.train.sgd(0.1),
    () => tf.train.adam(0.1),
    () => tf.train.adamax(0.1),
    () => tf.train.rmsprop(0.1),
    () => tf.train.rmsprop(0.1, 0.9, 0.1, 1e-7, true),
    () => tf.train.adagrad(0.1),
    () => tf.train.adadelta(0.1),
    () => tf.train.momentum(0.1, 0.9),
  ]) {
    const eager = run(make(), false);
    const fast = run(make(), true);
    fast.forEach((v, i) => expect(v).toBeCloseTo(eager[i]!, 4));
  }
});
