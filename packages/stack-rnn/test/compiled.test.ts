import { unroll } from '@loci/controllers';
import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { checkGradients, checkWholeModel } from '../../jit/test/models/whole-model.js';
import { createModel } from '../src/index.js';

beforeAll(() => tf.setBackend('cpu'));

function bits(time: number, size: number, seed: number): tf.Tensor3D {
  const random = RandomStream.fromSeed(seed);
  const values = Float32Array.from({ length: time * 3 * size }, () => random.integer(0, 1));
  return tf.tensor3d(values, [time, 3, size]);
}

const memories = { memories: 2, places: 4, controller: { kind: 'lstm', units: 5 }, width: 2 } as const;

describe.each([
  ['stack-rnn', checkWholeModel],
  ['list-rnn', checkGradients],
  ['tape-rnn', checkGradients],
] as const)('%s', (model, check) => {
  check(`the ${model}`, {
    make() {
      const cell = createModel({ model, ...memories }, { inputSize: 4, outputSize: 3, seed: 1 });
      return {
        variables: cell.variables,
        loss: (inputs: tf.Tensor3D, targets: tf.Tensor3D) =>
          tf.losses.sigmoidCrossEntropy(targets, unroll(cell, inputs).outputs) as tf.Scalar,
      };
    },
    inputs: (): [tf.Tensor3D, tf.Tensor3D] => [bits(5, 4, 2), bits(5, 3, 3)],
    kernels: ['BatchMatMul', 'Multiply', 'Sum'],
  });
});
