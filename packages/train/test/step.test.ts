import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { batchTensors } from '../src/batch.js';
import { Optimizer } from '../src/optimizers/optimizer.js';
import { updateRule } from '../src/optimizers/table.js';
import { lossAndGradients, trainedVariables, trainingStep } from '../src/step.js';
import { mirror, recurrentModel } from './support/toy.js';

beforeAll(useTestBackend);

const sampled = (length: number | number[]) =>
  batchTensors(mirror.sample(RandomStream.fromSeed(3), { batch: 3, length }));

test('gradients match finite differences, in a batch of different lengths', () => {
  const model = recurrentModel(mirror);
  const batch = sampled([1, 3, 2]);
  const { gradients } = tf.tidy(() => lossAndGradients(model, 'bits', 'sequence', batch));
  const lossNow = () => tf.tidy(() => lossAndGradients(model, 'bits', 'sequence', batch).loss.dataSync()[0]);
  for (const [name, variable] of Object.entries(model.variables)) {
    const values = Float32Array.from(variable.dataSync());
    const actual = gradients[name].dataSync();
    // Float32 losses near 5 carry errors of 5e-7: a step of 1e-2 leaves 1e-4 of rounding.
    const shifted = (i: number, by: number) => {
      const moved = Float32Array.from(values);
      moved[i] += by;
      tf.tidy(() => variable.assign(tf.tensor(moved, variable.shape)));
      return lossNow();
    };
    values.forEach((_, i) => {
      const expected = (shifted(i, 1e-2) - shifted(i, -1e-2)) / 2e-2;
      expect(Math.abs(actual[i] - expected)).toBeLessThanOrEqual(1e-3);
    });
    tf.tidy(() => variable.assign(tf.tensor(values, variable.shape)));
  }
  tf.dispose([Object.values(batch), Object.values(gradients)]);
  model.dispose();
});

test('padding changes neither loss nor gradients', () => {
  const model = recurrentModel(mirror);
  const short = mirror.sample(RandomStream.fromSeed(3), { batch: 2, length: 2 });
  const padded = batchTensors(short);
  const longer = {
    inputs: tf.concat([padded.inputs, tf.ones<tf.Rank.R3>([3, 2, 3])]),
    targets: tf.concat([padded.targets, tf.ones<tf.Rank.R3>([3, 2, 3])]),
    mask: tf.concat([padded.mask, tf.zeros<tf.Rank.R2>([3, 2])]),
  };
  for (const scale of ['sequence', 'prediction'] as const) {
    const [a, b] = [padded, longer].map((batch) =>
      tf.tidy(() => {
        const { loss, gradients } = lossAndGradients(model, 'bits', scale, batch);
        return [loss, ...Object.values(gradients)].map((tensor) => Array.from(tensor.dataSync()));
      }),
    );
    a.flat().forEach((value, i) => expect(Math.abs(value - b.flat()[i])).toBeLessThanOrEqual(1e-6));
  }
  model.dispose();
});

/** A step in which the inputs may hold a NaN. */
function stepping() {
  const model = recurrentModel(mirror);
  const frozen = tf.tidy(() => tf.variable(tf.scalar(7), false));
  const all = { ...model, variables: { ...model.variables, frozen } };
  const optimizer = new Optimizer(updateRule({ name: 'adam' }), trainedVariables(all));
  const healthy = tf.tidy(() => tf.variable(tf.scalar(true), false));
  const step = trainingStep(
    all,
    'bits',
    { lossScale: 'prediction', clip: { value: 1, norm: 1 } },
    optimizer,
    healthy,
  );
  const state = () =>
    [...Object.values(all.variables), ...Object.values(optimizer.variables)].map((v) =>
      Array.from(v.dataSync()),
    );
  const take = (poison: boolean) =>
    tf.tidy(() => {
      const batch = sampled(3);
      const inputs = poison ? tf.mul<tf.Tensor3D>(batch.inputs, NaN) : batch.inputs;
      return step({ ...batch, inputs }, tf.scalar(0.01)).loss.dataSync()[0];
    });
  return { state, take, frozen };
}

test('a step changes what is trained, and nothing else', () => {
  const { state, take, frozen } = stepping();
  const before = state();
  expect(Number.isFinite(take(false))).toBe(true);
  const after = state();
  const changed = before.map((values, i) => values.some((value, j) => value !== after[i][j]));
  // Four trained variables, the one that is not, and the optimizer's memory of the four: mean, square; beta1^t, beta2^t.
  expect(changed).toEqual([true, true, true, true, false, ...Array.from({ length: 10 }, () => true)]);
  expect(frozen.dataSync()[0]).toBe(7);
});

test('a step that is not finite changes nothing, nor does any after it', () => {
  const { state, take } = stepping();
  take(false);
  const before = state();
  expect(take(true)).toBeNaN();
  expect(state()).toEqual(before);
  expect(take(false)).toBeNaN();
  expect(state()).toEqual(before);
});

test('a step leaks nothing', () => {
  const { take } = stepping();
  const before = tf.memory().numTensors;
  take(false);
  take(true);
  expect(tf.memory().numTensors).toBe(before);
});
