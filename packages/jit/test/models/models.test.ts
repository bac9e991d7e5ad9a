import * as tf from '@tensorflow/tfjs';
import { LSTM } from './lstm.js';
import { generator, NTM, type Sizes } from './ntm.js';
import { checkWholeModel } from './whole-model.js';

beforeAll(() => tf.setBackend('cpu'));

const sizes: Sizes = { batch: 3, input: 5, output: 4, units: 7, places: 9, width: 6 };

function bits(time: number, size: number, seed: number): tf.Tensor3D {
  const random = generator(seed);
  const values = Float32Array.from({ length: time * sizes.batch * size }, () => Math.round(random()));
  return tf.tensor3d(values, [time, sizes.batch, size]);
}

const shared = {
  inputs: (): [tf.Tensor3D, tf.Tensor3D] => [bits(6, sizes.input, 2), bits(3, sizes.output, 3)],
  kernels: ['BatchMatMul', 'Multiply', 'Sum', 'Slice'],
};

checkWholeModel('the NTM', { make: () => new NTM(sizes, generator(1)), ...shared });
checkWholeModel('the LSTM', { make: () => new LSTM(sizes, generator(1)), ...shared });
