import * as tf from '@tensorflow/tfjs';
import { jit } from '../../src/api/jit.js';
import type { View } from '../../src/graph/view.js';
import type { Lowering } from '../../src/lower/lowering.js';
import { slotsOf } from '../../src/record/optimizers.js';
import { Recorder } from '../../src/record/recorder.js';
import { recorded } from '../support/recorded.js';
import { LSTM } from './lstm.js';
import { generator, NTM, unroll, type Sizes } from './ntm.js';

beforeAll(() => tf.setBackend('cpu'));
afterEach(() => {
  unroll.plain = false;
});

const sizes: Sizes = { batch: 3, input: 5, output: 4, units: 7, places: 9, width: 6 };

interface Model {
  readonly variables: Record<string, tf.Variable>;
  loss(inputs: tf.Tensor3D, targets: tf.Tensor3D): tf.Scalar;
}

const models: Readonly<Record<string, () => Model>> = {
  NTM: () => new NTM(sizes, generator(1)),
  LSTM: () => new LSTM(sizes, generator(1)),
};
const names = Object.keys(models);

function bits(time: number, size: number, seed: number): tf.Tensor3D {
  const random = generator(seed);
  const values = Float32Array.from({ length: time * sizes.batch * size }, () => Math.round(random()));
  return tf.tensor3d(values, [time, sizes.batch, size]);
}
const inputs = bits(6, sizes.input, 2);
const targets = bits(3, sizes.output, 3);

/** |a - b| / |b| over all elements. */
function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < b.length; i++) {
    difference += (a[i]! - b[i]!) ** 2;
    norm += b[i]! ** 2;
  }
  return difference === 0 ? 0 : Math.sqrt(difference / norm);
}

/** The largest relative error of a gradient, and the loss's. */
function gradientError(model: Model): number {
  const step = (x: tf.Tensor3D, y: tf.Tensor3D) =>
    tf.variableGrads(() => model.loss(x, y), Object.values(model.variables));
  const eager = step(inputs, targets);
  const compiled = jit(step, { fallback: 'error' });
  const { value, grads } = compiled(inputs, targets);
  compiled.dispose();
  const errors = Object.entries(eager.grads).map(([name, gradient]) =>
    relativeError(grads[name]!.dataSync(), gradient.dataSync()),
  );
  expect(errors).toHaveLength(Object.keys(model.variables).length);
  return Math.max(relativeError(value.dataSync(), eager.value.dataSync()), ...errors);
}

describe.each(names)('%s', (name) => {
  test.each([true, false])('gradients are those of eager tfjs; plain loop: %s', (plain) => {
    unroll.plain = plain;
    expect(gradientError(models[name]!())).toBeLessThan(1e-4);
  });

  describe('gradients are wrong without one kernel of the backward pass:', () => {
    /** The tfjs kernels that a function of the inputs and targets records, in order. */
    const kernelsOf = (fn: (x: tf.Tensor3D, y: tf.Tensor3D) => unknown): readonly string[] => {
      const lower = jest.spyOn(Recorder.prototype, 'lower');
      recorded(fn, [inputs, targets]);
      const kernels = lower.mock.calls.map(([kernel]) => kernel);
      lower.mockRestore();
      return kernels;
    };

    test.each(['BatchMatMul', 'Multiply', 'Sum', 'Slice'])('%s', (kernel) => {
      const model = models[name]!();
      unroll.plain = true;
      const forward = kernelsOf((x, y) => model.loss(x, y)).length;
      const all = kernelsOf(
        (x, y) => tf.variableGrads(() => model.loss(x, y), Object.values(model.variables)).value,
      );
      const backward = all.flatMap((each, i) => (i >= forward && each === kernel ? [i] : []));
      const dropped = backward[Math.floor(backward.length / 2)]!;
      const restore = withoutKernel(dropped);
      try {
        expect(gradientError(model)).toBeGreaterThan(1e-3);
      } finally {
        restore();
      }
    });
  });
});

const optimizers: Readonly<Record<string, () => tf.Optimizer>> = {
  sgd: () => tf.train.sgd(1),
  momentum: () => tf.train.momentum(1, 0.9),
  'Nesterov momentum': () => tf.train.momentum(1, 0.9, true),
  rmsprop: () => tf.train.rmsprop(0.05, 0.9, 0.5),
  // tfjs takes epsilon away under the root instead of adding it, so it must be smaller than the squares of gradients.
  'centered rmsprop': () => tf.train.rmsprop(0.05, 0.9, 0.5, 1e-20, true),
  adam: () => tf.train.adam(0.05),
  adamax: () => tf.train.adamax(0.05),
  adagrad: () => tf.train.adagrad(0.5),
  adadelta: () => tf.train.adadelta(10, 0.9, 1e-4),
};

const STEPS = 3;

describe.each(names)('updates of the %s', (name) => {
  test.each(Object.keys(optimizers))('by %s are those of eager tfjs', (rule) => {
    const make = () => {
      const model = models[name]!();
      return { optimizer: optimizers[rule]!(), model, variables: Object.values(model.variables) };
    };
    const [eager, fast] = [make(), make()];
    const stepOf =
      ({ optimizer, model, variables }: ReturnType<typeof make>) =>
      (x: tf.Tensor3D, y: tf.Tensor3D) =>
        optimizer.minimize(() => model.loss(x, y), true, variables)!;
    const compiled = jit(stepOf(fast), { fallback: 'error' });
    const numbers = ({ optimizer, variables }: ReturnType<typeof make>) =>
      [...variables, ...slotsOf(optimizer)].map((variable) => Float64Array.from(variable.dataSync()));
    for (let i = 0; i < STEPS; i++) {
      const before = numbers(eager);
      const loss = stepOf(eager)(inputs, targets).dataSync()[0]!;
      expect(compiled(inputs, targets).dataSync()[0]).toBeCloseTo(loss, 5);
      const [expected, actual] = [numbers(eager), numbers(fast)];
      expect(actual).toHaveLength(expected.length);
      expected.forEach((after, j) => {
        // A slot that was just made has no update yet.
        const update = after.map((value, k) => value - (before[j]?.[k] ?? 0));
        const difference = after.map((value, k) => value - actual[j]![k]!);
        // The variable itself is rounded too.
        expect(normOf(difference)).toBeLessThanOrEqual(1e-4 * normOf(update) + 2 ** -24 * normOf(after));
      });
      // Every step starts from the same state, so that errors do not add up.
      const stateOf = ({ optimizer, variables }: ReturnType<typeof make>): tf.Variable[] => [
        ...variables,
        ...slotsOf(optimizer),
      ];
      const states = stateOf(eager);
      stateOf(fast).forEach((variable, j) => variable.assign(states[j]!));
    }
    compiled.dispose();
  });
});

const normOf = (numbers: Float64Array): number => Math.hypot(...numbers);

/** Makes zeros of what the kernel of that number gives, in every recording. */
function withoutKernel(dropped: number): () => void {
  const { lower } = Recorder.prototype;
  const spy = jest.spyOn(Recorder.prototype, 'lower').mockImplementation(function (
    this: Recorder,
    name,
    lowering,
    ...rest
  ) {
    const isDropped = this.kernels.length === dropped;
    const zeros: Lowering = (call) => {
      const view = lowering(call) as View;
      return call.builder.uniform(view.value.type, view.shape, 0);
    };
    return lower.call(this, name, isDropped ? zeros : lowering, ...rest);
  });
  return () => spy.mockRestore();
}
