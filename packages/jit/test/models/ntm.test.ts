import * as tf from '@tensorflow/tfjs';
import { jit } from '../../src/api/jit.js';
import { generator, NTM, unroll, type Sizes } from './ntm.js';

beforeAll(() => tf.setBackend('cpu'));

const sizes: Sizes = { batch: 3, input: 5, output: 4, units: 7, places: 9, width: 6 };

function relativeError(a: tf.TypedArray, b: tf.TypedArray): number {
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < a.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    norm += b[i]! ** 2;
  }
  return Math.sqrt(difference) / Math.sqrt(norm);
}

test.each([true, false])('gradients of an NTM, plain loop: %s', (plain) => {
  unroll.plain = plain;
  const random = generator(1);
  const ntm = new NTM(sizes, random);
  const numbers = (shape: [number, number, number]): tf.Tensor3D =>
    tf.tensor3d(
      Float32Array.from({ length: shape[0] * shape[1] * shape[2] }, () => Math.round(random())),
      shape,
    );
  const inputs = numbers([6, sizes.batch, sizes.input]);
  const targets = numbers([3, sizes.batch, sizes.output]);
  const step = (x: tf.Tensor3D, y: tf.Tensor3D) => tf.variableGrads(() => ntm.loss(x, y));
  const eager = step(inputs, targets);
  const compiled = jit(step, { fallback: 'error' })(inputs, targets);
  expect(compiled.value.dataSync()[0]).toBeCloseTo(eager.value.dataSync()[0]!, 5);
  for (const name of Object.keys(eager.grads)) {
    expect(relativeError(compiled.grads[name]!.dataSync(), eager.grads[name]!.dataSync())).toBeLessThan(1e-4);
  }
});
