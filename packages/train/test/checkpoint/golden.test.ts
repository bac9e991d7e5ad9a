import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/index.js';
import { RunFolder } from '../../src/node.js';
import { sampleCheckpoint } from '../support/checkpoints.js';

beforeAll(useTestBackend);

/** Written by version 1 of the format. It may never change: users' checkpoints are like it. */
const golden = join(__dirname, '../golden');
const folder = join(golden, 'checkpoints/step-00000003');

test('the format of checkpoints is what it was', async () => {
  const files = await encodeCheckpoint(sampleCheckpoint);
  for (const [name, bytes] of Object.entries(files)) {
    expect([name, Buffer.from(bytes).toString('base64')]).toEqual([
      name,
      (await readFile(join(folder, name))).toString('base64'),
    ]);
  }
});

test('a checkpoint of this format is read back to the bit', async () => {
  const store = new RunFolder(golden);
  expect(await store.steps()).toEqual([3]);
  expect(await store.load(3)).toEqual(sampleCheckpoint);
});

test('tfjs reads the weights by itself', async () => {
  const manifest = JSON.parse(
    await readFile(join(folder, 'manifest.json'), 'utf8'),
  ) as tf.io.WeightsManifestConfig;
  const weights = await readFile(join(folder, 'weights.bin'));
  const tensors = tf.io.decodeWeights(new Uint8Array(weights).buffer, manifest[0].weights);
  for (const [name, { shape, values }] of Object.entries(sampleCheckpoint.weights)) {
    expect(tensors[name].shape).toEqual(shape);
    expect(tensors[name].dataSync()).toEqual(values);
  }
  tf.dispose(tensors);
});

test('encoding and decoding leak nothing', async () => {
  const before = tf.memory().numTensors;
  const files = await encodeCheckpoint(sampleCheckpoint);
  await decodeCheckpoint({
    where: (file) => file,
    size: async (file) => files[file].length,
    read: async (file) => files[file],
  });
  expect(tf.memory().numTensors).toBe(before);
});
