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
  sum.dataSync().forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
  expect(soft[0]!.shape).toEqual([2, 3]);
});

test('tfjs may look for leaks, as it does where programs are tested', () => {
  const square = tf.customGrad((x, save) => {
    const doubled = tf.mul(x as tf.Tensor, 2);
    (save as tf.GradSaveFunc)([doubled]);
    return { value: tf.square(x as tf.Tensor), gradFunc: (dy, saved) => tf.mul(dy, saved[0]!) };
  });
  const fn = jit((x: tf.Tensor1D) => tf.grad((y: tf.Tensor) => square(y))(x), { fallback: 'error' });
  tf.env().set('IS_TEST', true);
  try {
    expect([...fn(tf.tensor1d([1, -3])).dataSync()]).toEqual([2, -6]);
  } finally {
    tf.env().set('IS_TEST', false);
  }
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

test('what an optimizer is given by setWeights is seen by the next call', async () => {
  const train = (compiled: boolean) => {
    const w = tf.variable(tf.tensor1d([1, -2, 3]));
    const optimizer = tf.train.momentum(0.1, 0.9);
    const step = (): tf.Scalar => optimizer.minimize(() => tf.sum(tf.square(w)) as tf.Scalar, true, [w])!;
    return { w, optimizer, step: compiled ? jit(step, { fallback: 'error' }) : step };
  };
  const [eager, fast] = [train(false), train(true)];
  eager.step().dispose();
  fast.step().dispose();
  for (const { optimizer } of [eager, fast]) {
    const weights = await optimizer.getWeights();
    await optimizer.setWeights(weights.map(({ name, tensor }) => ({ name, tensor: tf.mul(tensor, 2) })));
  }
  for (let i = 0; i < 2; i++) {
    eager.step().dispose();
    fast.step().dispose();
    fast.w.dataSync().forEach((value, j) => expect(value).toBeCloseTo(eager.w.dataSync()[j]!, 4));
  }
});

describe('stats', () => {
  const x = tf.ones([4, 6]);

  test('tell what was compiled and how often it ran', () => {
    const fn = jit((x: tf.Tensor2D, factor: number) => tf.mul(tf.sum(tf.exp(tf.neg(x)), 1), factor), {
      fallback: 'error',
    });
    expect(fn.stats()).toEqual({ programs: [], compiled: 0 });
    for (const factor of [2, 3, 2]) fn(x as tf.Tensor2D, factor).dispose();
    const { programs, compiled } = fn.stats();
    expect(compiled).toBe(2);
    expect(programs.map(({ signature, runs }) => ({ signature, runs }))).toEqual([
      { signature: '[float32[4,6];3]', runs: 1 },
      { signature: '[float32[4,6];2]', runs: 2 },
    ]);
    for (const program of programs) {
      expect(program.kernelsBefore).toBe(4);
      expect(program.kernelsAfter).toBeGreaterThanOrEqual(1);
      expect(program.kernelsAfter).toBeLessThanOrEqual(program.kernelsBefore);
      expect(program.uniqueKernels).toBeLessThanOrEqual(program.kernelsAfter);
      expect(program.arenaBytes).toBeGreaterThan(0);
    }
  });

  test('show that the program not used for longest is given up', () => {
    const fn = jit((x: tf.Tensor, factor: number) => tf.mul(x, factor), { fallback: 'error', cacheSize: 2 });
    for (const factor of [2, 3, 2, 4]) fn(x, factor).dispose();
    const { programs, compiled } = fn.stats();
    expect(compiled).toBe(3);
    expect(programs.map(({ signature }) => signature)).toEqual(['[float32[4,6];2]', '[float32[4,6];4]']);
    expect(Array.from(fn(tf.scalar(5), 3).dataSync())).toEqual([15]);
    fn.dispose();
    expect(fn.stats().programs).toEqual([]);
  });
});

test('explain prints the program that was used last', () => {
  const fn = jit((x: tf.Tensor2D) => tf.softmax(tf.mul(x, 3)), { fallback: 'error' });
  expect(fn.explain()).toBe('nothing is compiled yet: call the function first');
  fn(tf.ones([4, 6])).dispose();
  const text = fn.explain();
  expect(text).toMatch(/^row i0<4 \/ i1<6/);
  expect(text).toContain('exp');
  expect(text).toContain('argument0[6 i0 + i1]');
});
