import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import {
  FeedForwardRNNCell,
  GRURNNCell,
  LSTMRNNCell,
  SecondOrderRNNCell,
  SimpleRNNCell,
  lstm,
  rnnCell,
  unroll,
} from '../src/index.js';
import type { ControllerOptions, LayerArgs, RNNCell } from '../src/index.js';
import { loaded, savedArtifacts } from './support/in-memory.js';
import { distance, randomTensor, scatter } from './support/tensors.js';

beforeAll(useTestBackend);

const oneLayer = { inputSize: 2, units: 3, initialState: 'learned', seed: 1 } as const;
const options = { ...oneLayer, layers: 2 } as const;

type RNNArgs = Parameters<typeof tf.layers.rnn>[0];

function rnn(cell: RNNCell, layer: LayerArgs = {}): tf.LayersModel {
  const args = { cell, returnSequences: true, inputShape: [null, cell.cell.inputSize], ...layer };
  return tf.sequential({ layers: [tf.layers.rnn(args as RNNArgs)] });
}

/** [batch, time, size] to [time, batch, size] and back */
const swapped = (tensor: tf.Tensor): tf.Tensor3D => tf.transpose(tensor as tf.Tensor3D, [1, 0, 2]);

describe.each([
  ['feed-forward', () => new FeedForwardRNNCell(options)],
  ['simple recurrent', () => new SimpleRNNCell(options)],
  ['LSTM', () => new LSTMRNNCell(options)],
  ['GRU', () => new GRURNNCell(options)],
  ['second order', () => new SecondOrderRNNCell(oneLayer)],
])('%s', (_name, make) => {
  it('gives what unroll gives, at any length', () => {
    const cell = make();
    const model = rnn(cell);
    scatter(cell.cell.variables, 4);
    for (const time of [1, 5, 9]) {
      tf.tidy(() => {
        const inputs = randomTensor([4, time, 2], time);
        const expected = swapped(unroll(cell.cell, swapped(inputs)).outputs);
        expect(distance(model.predict(inputs) as tf.Tensor, expected)).toBeLessThan(1e-6);
      });
    }
  });

  it('comes back from a saved model with its options, its weights and its optimizer', async () => {
    const inputs = randomTensor([8, 6, 2], 1);
    const targets = tf.cumsum(randomTensor([8, 6, 3], 1), 1);
    const train = (model: tf.LayersModel): Promise<tf.History> =>
      model.fit(inputs, targets, { epochs: 3, batchSize: 4, shuffle: false, verbose: 0 });
    const model = rnn(make());
    model.compile({ optimizer: tf.train.adam(0.01), loss: 'meanSquaredError' });
    await train(model);
    const copy = await loaded(await savedArtifacts(model));
    expect(distance(model.predict(inputs) as tf.Tensor, copy.predict(inputs) as tf.Tensor)).toBe(0);
    const [going, again] = [await train(model), await train(copy)];
    expect(again.history.loss).toEqual(going.history.loss);
    const longer = randomTensor([2, 11, 2], 3);
    expect(distance(model.predict(longer) as tf.Tensor, copy.predict(longer) as tf.Tensor)).toBe(0);
  });
});

it('learns by fit, in the variables of the cell itself', async () => {
  const cell = new LSTMRNNCell({ inputSize: 1, units: 8, seed: 3 });
  const model = tf.sequential({
    layers: [
      tf.layers.rnn({ cell, inputShape: [null, 1] } as RNNArgs),
      tf.layers.dense({ units: 1, kernelInitializer: 'ones' }),
    ],
  });
  model.compile({ optimizer: tf.train.adam(0.03), loss: 'meanSquaredError' });
  const kernel = cell.cell.variables['layer0/kernel']!;
  const before = kernel.clone();
  // The first of four numbers is to be remembered: the mean square of guessing nothing is 1.
  const inputs = randomTensor<tf.Rank.R3>([64, 4, 1], 1);
  const targets = tf.squeeze(tf.slice(inputs, [0, 0, 0], [-1, 1, -1]), [2]);
  const ends: number[] = [];
  const { history } = await model.fit(inputs, targets, {
    epochs: 60,
    verbose: 0,
    shuffle: false,
    callbacks: { onTrainEnd: async () => void ends.push(1) },
  });
  expect(ends).toEqual([1]);
  expect(history.loss!.at(-1)).toBeLessThan(0.1);
  expect(distance(kernel, before)).toBeGreaterThan(0.01);
});

it('saves variables that are not trained and leaves them alone in training', async () => {
  const Frozen = rnnCell('test/FrozenRNNCell', (its: ControllerOptions) => {
    const cell = lstm(its);
    cell.variables['layer0/bias']!.trainable = false;
    return cell;
  });
  const cell = new Frozen({ ...options, layers: 1 });
  const bias = cell.cell.variables['layer0/bias']!;
  const model = rnn(cell);
  expect(model.trainableWeights.map(({ name }) => name).some((name) => name.includes('bias'))).toBe(false);
  scatter({ bias }, 1);
  const before = bias.clone();
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  await model.fit(randomTensor([4, 3, 2], 1), tf.ones([4, 3, 3]), { verbose: 0 });
  expect(distance(bias, before)).toBe(0);
  const copy = await loaded(await savedArtifacts(model));
  const inputs = randomTensor([4, 3, 2], 1);
  expect(distance(copy.predict(inputs) as tf.Tensor, model.predict(inputs) as tf.Tensor)).toBe(0);
});

it('keeps options that tfjs-layers would rewrite', async () => {
  const seen: object[] = [];
  const Strange = rnnCell(
    'test/StrangeRNNCell',
    (its: { kind: string; someKey_HTML: number[]; size: number }) => {
      seen.push(its);
      return lstm({ inputSize: its.size, units: 1, seed: 1 });
    },
  );
  const strange = { kind: 'snake_case and CamelCase', someKey_HTML: [1, 2], size: 2 };
  await loaded(await savedArtifacts(rnn(new Strange(strange))));
  expect(seen).toEqual([strange, strange]);
});

it('two of a kind in one model keep apart what they save', async () => {
  const layer = (inputSize: number, seed: number): tf.layers.Layer =>
    tf.layers.rnn({
      cell: new GRURNNCell({ inputSize, units: 3, seed }),
      returnSequences: true,
      inputShape: [null, inputSize],
    } as RNNArgs);
  const model = tf.sequential({ layers: [layer(2, 1), layer(3, 2)] });
  const artifacts = await savedArtifacts(model);
  expect(new Set(artifacts.weightSpecs!.map(({ name }) => name)).size).toBe(8);
  const inputs = randomTensor([2, 4, 2], 1);
  const copy = await loaded(artifacts);
  expect(distance(copy.predict(inputs) as tf.Tensor, model.predict(inputs) as tf.Tensor)).toBe(0);
});

it('carries its state from call to call where the layer is stateful', () => {
  const cell = new LSTMRNNCell(options);
  scatter(cell.cell.variables, 2);
  const model = rnn(cell, { batchInputShape: [2, 3, 2], stateful: true } as LayerArgs);
  const inputs = randomTensor<tf.Rank.R3>([2, 6, 2], 7);
  const [first, second] = tf.split(inputs, 2, 1);
  model.predict(first!);
  const whole = swapped(unroll(cell.cell, swapped(inputs)).outputs);
  const rest = tf.split(whole, 2, 1)[1]!;
  expect(distance(model.predict(second!) as tf.Tensor, rest)).toBeLessThan(1e-6);
});

it('frees everything with the model', () => {
  const before = tf.memory().numTensors;
  const model = rnn(new LSTMRNNCell(options));
  const inputs = tf.zeros([2, 3, 2]);
  tf.tidy(() => void model.predict(inputs));
  inputs.dispose();
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('refuses to save options that are code, and says what to do', async () => {
  const Coded = rnnCell('test/CodedRNNCell', (its: { size: number; addressing: { apply: () => void } }) =>
    lstm({ inputSize: its.size, units: 1, seed: 1 }),
  );
  const model = rnn(new Coded({ size: 2, addressing: { apply: () => undefined } }));
  await expect(savedArtifacts(model)).rejects.toThrow(
    "options of test/CodedRNNCell hold the function 'apply', which cannot be saved; make a class of your own",
  );
});
