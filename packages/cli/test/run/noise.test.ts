import { benchmarkStages, benchmarkTasks } from '@loci/stack-rnn';
import { createTask } from '@loci/tasks';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { modelFor } from '../../src/run/model.js';
import { withTrainingFlags } from '../../src/run/training-options.js';

beforeAll(useTestBackend);

test('the noise of a preset is a setting of its runs, and the model of a run takes it', () => {
  const stages = benchmarkStages('stack-rnn', benchmarkTasks['modular-arithmetic-brackets']);
  const settings = stages.map(({ training }) => withTrainingFlags(training, {}, 1, 1));
  expect(settings.map(({ noise }) => noise)).toEqual(stages.map(({ training }) => training.noise));
  expect(settings.at(-1)!.noise).toBeGreaterThan(0);
  const model = modelFor(stages.at(-1)!.model, createTask('modular-arithmetic-brackets', {}), 1);
  const { forward, noiseSize } = model.trainable;
  expect(noiseSize).toBe(48);
  tf.tidy(() => {
    const inputs = tf.oneHot(
      tf.tensor2d([[8], [3], [6], [2], [9], [11]], [6, 1], 'int32'),
      12,
    ) as tf.Tensor3D;
    const numbers = tf.cast(inputs, 'float32');
    const distance = (noise: tf.Tensor3D) =>
      tf.max(tf.abs(tf.sub(forward(numbers, noise), forward(numbers)))).dataSync()[0];
    expect(distance(tf.zeros([6, 1, 48]))).toBe(0);
    expect(distance(tf.fill([6, 1, 48], 0.3))).toBeGreaterThan(1e-3);
  });
  model.cell.dispose();
});
