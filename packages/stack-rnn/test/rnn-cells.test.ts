import { unroll } from '@loci/controllers';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { loaded, savedArtifacts } from '../../controllers/test/support/in-memory.js';
import { distance, randomTensor, scatter } from '../../controllers/test/support/tensors.js';
import { ListRNNCell, StackRNNCell, TapeRNNCell } from '../src/index.js';

beforeAll(useTestBackend);

type RNNArgs = Parameters<typeof tf.layers.rnn>[0];

const options = {
  inputSize: 3,
  outputSize: 2,
  places: 5,
  memories: 2,
  width: 2,
  controller: { kind: 'rnn', units: 4 },
  seed: 7,
} as const;

describe.each([
  ['Stack RNN', StackRNNCell],
  ['List RNN', ListRNNCell],
  ['Tape RNN', TapeRNNCell],
])('%s as a layer of tfjs', (_name, Class) => {
  const modelOf = (cell: InstanceType<typeof Class>): tf.LayersModel =>
    tf.sequential({
      layers: [tf.layers.rnn({ cell, returnSequences: true, inputShape: [null, 3] } as RNNArgs)],
    });

  it('gives what unroll gives', () => {
    tf.tidy(() => {
      const layer = new Class(options);
      const model = modelOf(layer);
      scatter(layer.cell.variables, 3);
      const inputs = randomTensor<tf.Rank.R3>([2, 6, 3], 1);
      const { outputs } = unroll(layer.cell, tf.transpose(inputs, [1, 0, 2]));
      const predicted = model.predict(inputs) as tf.Tensor;
      expect(distance(predicted, tf.transpose(outputs, [1, 0, 2]))).toBeLessThan(1e-5);
    });
  });

  it('trains by fit, and goes on from what was saved as if it had never stopped', async () => {
    const inputs = randomTensor([8, 4, 3], 1);
    const targets = randomTensor([8, 4, 2], 2);
    const train = (model: tf.LayersModel): Promise<tf.History> =>
      model.fit(inputs, targets, { epochs: 3, batchSize: 4, shuffle: false, verbose: 0 });
    const model = modelOf(new Class(options));
    model.compile({ optimizer: tf.train.adam(0.02), loss: 'meanSquaredError' });
    const { history } = await train(model);
    expect(history.loss!.at(-1)).toBeLessThan(history.loss![0] as number);
    const copy = await loaded(await savedArtifacts(model));
    const [going, again] = [await train(model), await train(copy)];
    expect(again.history.loss).toEqual(going.history.loss);
  });
});
