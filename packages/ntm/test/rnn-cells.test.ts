import { addressing, content } from '@loci/addressing';
import { unroll } from '@loci/controllers';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { LSTMBaselineRNNCell, NTMRNNCell } from '../src/index.js';
import { loaded, savedArtifacts } from '../../controllers/test/support/in-memory.js';
import { distance, randomTensor, scatter } from '../../controllers/test/support/tensors.js';

beforeAll(useTestBackend);

type RNNArgs = Parameters<typeof tf.layers.rnn>[0];

const rnn = (cell: InstanceType<typeof NTMRNNCell>): tf.LayersModel =>
  tf.sequential({
    layers: [tf.layers.rnn({ cell, returnSequences: true, inputShape: [null, 3] } as RNNArgs)],
  });

const cells: Record<string, () => InstanceType<typeof NTMRNNCell>> = {
  NTM: () =>
    new NTMRNNCell({
      inputSize: 3,
      outputSize: 2,
      places: 5,
      width: 4,
      controller: { kind: 'lstm', units: 6 },
      memory: { init: 'learned' },
      initialWeighting: { kind: 'learned', peak: 2 },
      initialRead: 'learned',
      writeRule: 'interpolating',
      headSource: 'cell',
      seed: 7,
    }),
  'NTM with a memory that is drawn and kept': () =>
    new NTMRNNCell({
      inputSize: 3,
      outputSize: 2,
      places: 5,
      width: 4,
      memory: { init: 'uniform' },
      seed: 7,
    }),
  'LSTM baseline': () => new LSTMBaselineRNNCell({ inputSize: 3, outputSize: 2, units: 5, seed: 7 }),
};

describe.each(Object.entries(cells))('%s', (_name, make) => {
  it('gives what unroll gives', () => {
    tf.tidy(() => {
      const layer = make();
      const model = rnn(layer);
      scatter(layer.cell.variables, 3);
      const inputs = randomTensor<tf.Rank.R3>([2, 6, 3], 1);
      const { outputs } = unroll(layer.cell, tf.transpose(inputs, [1, 0, 2]));
      expect(distance(model.predict(inputs) as tf.Tensor, tf.transpose(outputs, [1, 0, 2]))).toBeLessThan(
        1e-5,
      );
    });
  });

  it('trains by fit, and goes on from what was saved as if it had never stopped', async () => {
    const inputs = randomTensor([8, 4, 3], 1);
    const targets = randomTensor([8, 4, 2], 2);
    const train = (model: tf.LayersModel): Promise<tf.History> =>
      model.fit(inputs, targets, { epochs: 4, batchSize: 4, shuffle: false, verbose: 0 });
    const layer = make();
    const memory = layer.cell.variables.memory;
    const before = memory?.clone();
    const model = rnn(layer);
    model.compile({ optimizer: tf.train.adam(0.02), loss: 'meanSquaredError' });
    const { history } = await train(model);
    expect(history.loss!.at(-1)).toBeLessThan(history.loss![0] as number);
    if (memory) expect(distance(memory, before!) > 0).toBe(memory.trainable);
    const copy = await loaded(await savedArtifacts(model));
    const [going, again] = [await train(model), await train(copy)];
    expect(again.history.loss).toEqual(going.history.loss);
    const longer = randomTensor([2, 9, 3], 3);
    expect(distance(model.predict(longer) as tf.Tensor, copy.predict(longer) as tf.Tensor)).toBe(0);
  });
});

it('refuses to save a scheme made of code', async () => {
  const cell = new NTMRNNCell({ inputSize: 3, outputSize: 2, addressing: addressing(content()), seed: 1 });
  await expect(savedArtifacts(rnn(cell))).rejects.toThrow(
    'options of @loci/ntm/NTMRNNCell hold the function',
  );
});
