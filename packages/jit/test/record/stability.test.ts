import * as tf from '@tensorflow/tfjs';
import { jit } from '../../src/api/jit.js';
import { HostReadError, UnstableTraceError } from '../../src/errors.js';

beforeAll(() => tf.setBackend('cpu'));

const compiled = <F extends (x: tf.Tensor1D) => tf.Tensor>(fn: F): F =>
  jit(fn, { fallback: 'error' }) as unknown as F;
const x = tf.tensor1d([1, 2, 3]);

describe('what is drawn while a function is compiled', () => {
  test.each<[string, (x: tf.Tensor1D) => tf.Tensor, string]>([
    ['randomUniform', (x) => tf.add(x, tf.randomUniform([3])), "'randomUniform'"],
    ['randomNormal', (x) => tf.add(x, tf.randomNormal([3])), "'randomNormal'"],
    ['truncatedNormal', (x) => tf.add(x, tf.truncatedNormal([3])), "'truncatedNormal'"],
    ['dropout', (x) => tf.dropout(x, 0.5), "'dropout'|'randomUniform'"],
    ['multinomial', (x) => tf.multinomial(x, 2), "'multinomial'"],
  ])('by %s is refused', (_, fn, writer) => {
    expect(() => compiled(fn)(x)).toThrow(UnstableTraceError);
    expect(() => compiled(fn)(x)).toThrow(new RegExp(`${writer}.*draw outside`));
  });

  test('by other means is noticed', () => {
    let calls = 0;
    expect(() => compiled((x) => tf.mul(x, ++calls))(x)).toThrow(/other numbers.*draw outside/);
    expect(() => compiled((x) => (++calls % 2 ? tf.exp(x) : tf.log(x)))(x)).toThrow(
      /operation 1 is (Exp|Log)/,
    );
  });

  test('with a seed is a constant', () => {
    const fn = (x: tf.Tensor1D): tf.Tensor => tf.add(x, tf.randomNormal([3], 0, 1, 'float32', 7));
    expect(Array.from(compiled(fn)(x).dataSync())).toEqual(Array.from(fn(x).dataSync()));
  });

  test('is noticed in further signatures too', () => {
    const fn = jit(
      (x: tf.Tensor1D, noise: boolean) => (noise ? tf.add(x, tf.randomUniform([3])) : tf.neg(x)),
      {
        fallback: 'error',
      },
    );
    expect(Array.from(fn(x, false).dataSync())).toEqual([-1, -2, -3]);
    expect(() => fn(x, true)).toThrow(UnstableTraceError);
  });
});

describe('a value that is read while a function is compiled', () => {
  test.each<[string, (x: tf.Tensor1D) => tf.Tensor]>([
    ['dataSync', (x) => tf.mul(x, x.dataSync()[0]!)],
    ['arraySync', (x) => ((x.sum().arraySync() as number) > 0 ? tf.neg(x) : x)],
    ['data', (x) => (void x.data(), tf.neg(x))],
    ['print', (x) => (x.print(), tf.neg(x))],
  ])('by %s is refused with what to do instead', (_, fn) => {
    expect(() => compiled(fn)(x)).toThrow(HostReadError);
    expect(() => compiled(fn)(x)).toThrow(/shape \[.*\].*tf\.where/);
  });
});

test('a refused function runs as it is, with one warning', () => {
  const warn = jest.spyOn(console, 'warn').mockImplementation(() => undefined);
  const fn = jit((x: tf.Tensor1D) => tf.mul(x, x.dataSync()[1]!));
  expect(Array.from(fn(x).dataSync())).toEqual([2, 4, 6]);
  expect(Array.from(fn(tf.tensor1d([1, 5])).dataSync())).toEqual([5, 25]);
  expect(warn).toHaveBeenCalledTimes(1);
  expect(warn.mock.calls[0]![0]).toMatch(/eagerly.*dataSync/);
  warn.mockRestore();
});
