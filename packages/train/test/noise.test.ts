import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { batchTensors, drawBatch } from '../src/batch.js';
import { startCurriculum } from '../src/curricula/draw.js';
import { eager } from '../src/index.js';
import type { Trainable } from '../src/index.js';
import { settingsFor } from '../src/settings.js';
import { eventsOf } from './support/run.js';
import { linearModel, mirror, recurrentModel } from './support/toy.js';

beforeAll(useTestBackend);

/** The batch of the first step, with noise of such a deviation for eight units. */
const drawn = (deviation?: number) => {
  const settings = settingsFor(mirror, {
    seed: 1,
    batch: 100,
    ...(deviation !== undefined && { noise: deviation }),
  });
  const curriculum = startCurriculum(settings.curriculum);
  return drawBatch(mirror, 8, settings, curriculum, 0, RandomStream.fromSeed(5));
};

test('noise has mean 0 and the deviation asked for, and leaves the sequences as they are', () => {
  const { noise, ...batch } = drawn(0.3);
  expect(noise!.shape).toEqual([...batch.inputs.shape.slice(0, 2), 8]);
  const { values } = noise!;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + value ** 2, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.sqrt(square)).toBeGreaterThan(0.28);
  expect(Math.sqrt(square)).toBeLessThan(0.32);
  expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(0.3 * Math.sqrt(3));
  expect(batch).toEqual(drawn());
});

test('the model is given noise in training, and none in evaluations', async () => {
  const model = recurrentModel(mirror);
  const seen: (number[] | undefined)[] = [];
  const watched: Trainable = {
    ...model,
    forward(inputs, noise) {
      seen.push(noise?.shape);
      return model.forward(inputs, noise);
    },
  };
  await eventsOf({
    ...{ model: watched, task: mirror, seed: 1, batch: 2, compile: eager, noise: 0.1 },
    curriculum: { kind: 'uniform', low: 3, high: 3 },
    stop: { steps: 2 },
    evaluate: { every: 2, lengths: [2], sequences: 4 },
  });
  const training = seen.filter((shape) => shape);
  expect(training).toEqual([
    [3, 2, 8],
    [3, 2, 8],
  ]);
  // Evaluated before the first step or after the last.
  expect(seen.length).toBeGreaterThan(training.length);
  model.dispose();
});

test('noise changes what a step learns, and leaves nothing behind', async () => {
  const learned = async (noise?: number) => {
    const model = recurrentModel(mirror);
    const before = tf.memory().numTensors;
    await eventsOf({
      ...{ model, task: mirror, seed: 1, batch: 2, compile: eager, stop: { steps: 2 } },
      ...(noise !== undefined && { noise }),
    });
    expect(tf.memory().numTensors).toBe(before);
    const kernel = Array.from(model.variables['kernel'].dataSync());
    model.dispose();
    return kernel;
  };
  expect(await learned(0.2)).toEqual(await learned(0.2));
  expect(await learned(0.2)).not.toEqual(await learned());
});

test('a batch without noise has none on the engine', () => {
  const [plain, noisy] = [batchTensors(drawn()), batchTensors(drawn(1))];
  expect(Object.keys(plain)).toEqual(['inputs', 'targets', 'mask']);
  expect(Object.keys(noisy)).toEqual(['inputs', 'targets', 'mask', 'noise']);
  tf.dispose([Object.values(plain), Object.values(noisy)]);
});

test('noise must be positive, and needs a model that takes it', async () => {
  expect(() => settingsFor(mirror, { seed: 1, noise: 0 })).toThrow('noise');
  const model = linearModel(mirror);
  await expect(eventsOf({ model, task: mirror, seed: 1, noise: 0.1, stop: { steps: 1 } })).rejects.toThrow(
    'noise needs a model whose state can be disturbed; give it noiseSize',
  );
  model.dispose();
});
