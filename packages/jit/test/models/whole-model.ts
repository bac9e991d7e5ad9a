/**
 * The checks that every whole model must pass: compiled gradients and updates are those of eager tfjs, and a backward pass
 * that lacks a kernel is noticed. The tests of other models use it too.
 */
import * as tf from '@tensorflow/tfjs';
import { jit } from '../../src/api/jit.js';
import type { View } from '../../src/graph/view.js';
import type { Lowering } from '../../src/lower/lowering.js';
import { slotsOf } from '../../src/record/optimizers.js';
import { Recorder } from '../../src/record/recorder.js';
import { Scanner } from '../../src/scan/scanner.js';
import { recorded } from '../support/recorded.js';

interface WholeModel<Inputs extends unknown[]> {
  /** What is trained; every one of them has a gradient. */
  readonly variables: Readonly<Record<string, tf.Variable>>;
  /** What the loss changes besides. @defaultValue nothing */
  readonly memory?: Readonly<Record<string, tf.Variable>>;
  loss(...inputs: Inputs): tf.Scalar;
}

export interface WholeModelChecks<Inputs extends unknown[]> {
  /** A new model, always with the same weights. */
  make(): WholeModel<Inputs>;
  inputs(): Inputs;
  /** Kernels of the backward pass that are left out in turn. */
  readonly kernels: readonly string[];
}

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

/** Where in the backward pass a kernel is left out: in the middle, else further on. */
const places = [0.5, 0.9, 0.7];

/** Declares the tests of a model: those of its gradients, and those of its updates. */
export function checkWholeModel<Inputs extends unknown[]>(
  name: string,
  checks: WholeModelChecks<Inputs>,
): void {
  checkGradients(name, checks);
  checkUpdates(name, checks);
}

export function checkGradients<Inputs extends unknown[]>(
  name: string,
  { make, inputs, kernels }: WholeModelChecks<Inputs>,
): void {
  afterEach(() => jest.restoreAllMocks());

  describe(name, () => {
    test.each([false, true])('gradients are those of eager tfjs; step by step: %s', (plain) => {
      if (plain) withoutLoops();
      expect(gradientError(make(), inputs())).toBeLessThan(1e-4);
    });

    test.each(kernels)('gradients are wrong without a %s of the backward pass', (kernel) => {
      withoutLoops();
      const model = make();
      const given = inputs();
      const forward = kernelsOf((...x: Inputs) => model.loss(...x), given).length;
      const all = kernelsOf(gradientsOf(model), given);
      const backward = all.flatMap((each, i) => (i >= forward && each === kernel ? [i] : []));
      // What one of them gives may not matter: the gradient of a constant, or of a step that nothing is learned from.
      const isNoticed = places.some((place) => {
        const restore = dropKernel(backward[Math.floor(backward.length * place)]!);
        try {
          return gradientError(model, given) > 1e-3;
        } finally {
          restore();
        }
      });
      expect(isNoticed).toBe(true);
    });
  });
}

function checkUpdates<Inputs extends unknown[]>(
  name: string,
  { make, inputs }: WholeModelChecks<Inputs>,
): void {
  describe(`updates of ${name}`, () => {
    test.each(Object.keys(optimizers))('by %s are those of eager tfjs', (rule) => {
      const trained = () => ({ optimizer: optimizers[rule]!(), model: make() });
      const [eager, fast] = [trained(), trained()];
      const given = inputs();
      const stepOf =
        ({ optimizer, model }: ReturnType<typeof trained>) =>
        (...x: Inputs) =>
          optimizer.minimize(() => model.loss(...x), true, Object.values(model.variables))!;
      const compiled = jit(stepOf(fast), { fallback: 'error' });
      const stateOf = ({ optimizer, model }: ReturnType<typeof trained>): tf.Variable[] => [
        ...Object.values(model.variables),
        ...Object.values(model.memory ?? {}),
        ...slotsOf(optimizer),
      ];
      const numbers = (its: ReturnType<typeof trained>) =>
        stateOf(its).map((variable) => Float64Array.from(variable.dataSync()));
      for (let i = 0; i < STEPS; i++) {
        const before = numbers(eager);
        const loss = stepOf(eager)(...given).dataSync()[0]!;
        expect(Math.abs(compiled(...given).dataSync()[0]! - loss)).toBeLessThan(
          5e-6 * Math.max(1, Math.abs(loss)),
        );
        const [expected, actual] = [numbers(eager), numbers(fast)];
        expect(actual).toHaveLength(expected.length);
        // Where there is no gradient, centered rmsprop of tfjs is NaN: the root of minus epsilon.
        const isEqualNaN = (j: number, k: number) =>
          Number.isNaN(expected[j]![k]) && Number.isNaN(actual[j]![k]);
        expected.forEach((all, j) => {
          const after = all.map((value, k) => (isEqualNaN(j, k) ? 0 : value));
          // A slot that was just made has no update yet.
          const update = all.map((value, k) => (isEqualNaN(j, k) ? 0 : value - (before[j]?.[k] ?? 0)));
          const difference = all.map((value, k) => (isEqualNaN(j, k) ? 0 : value - actual[j]![k]!));
          // The variable itself is rounded too.
          expect(normOf(difference)).toBeLessThanOrEqual(1e-4 * normOf(update) + 2 ** -24 * normOf(after));
        });
        if (expected.some((values) => values.some(Number.isNaN))) break;
        // Every step starts from the same state, so that errors do not add up.
        const states = stateOf(eager);
        stateOf(fast).forEach((variable, j) => variable.assign(states[j]!));
      }
      compiled.dispose();
    });
  });
}

const normOf = (numbers: Float64Array): number => Math.hypot(...numbers);

const gradientsOf =
  <Inputs extends unknown[]>(model: WholeModel<Inputs>) =>
  (...inputs: Inputs) =>
    tf.variableGrads(() => model.loss(...inputs), Object.values(model.variables));

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

/** The largest relative error of a gradient, of the loss, and of what it changes besides. */
function gradientError<Inputs extends unknown[]>(model: WholeModel<Inputs>, inputs: Inputs): number {
  const memory = Object.values(model.memory ?? {});
  const step = gradientsOf(model);
  const before = memory.map((variable) => variable.clone());
  const eager = step(...inputs);
  const after = memory.map((variable) => variable.dataSync().slice());
  memory.forEach((variable, i) => variable.assign(before[i]!));
  const compiled = jit(step, { fallback: 'error' });
  const { value, grads } = compiled(...inputs);
  compiled.dispose();
  const errors = Object.entries(eager.grads).map(([name, gradient]) =>
    relativeError(grads[name]!.dataSync(), gradient.dataSync()),
  );
  expect(errors).toHaveLength(Object.keys(model.variables).length);
  const remembered = memory.map((variable, i) => relativeError(variable.dataSync(), after[i]!));
  memory.forEach((variable, i) => variable.assign(before[i]!));
  return Math.max(relativeError(value.dataSync(), eager.value.dataSync()), ...errors, ...remembered);
}

/** Loops over time are recorded step by step. */
function withoutLoops(): void {
  jest.spyOn(Scanner.prototype, 'scan').mockReturnValue(undefined);
}

/** The tfjs kernels that a function records, in order. */
function kernelsOf<Inputs extends unknown[]>(
  fn: (...inputs: Inputs) => unknown,
  inputs: Inputs,
): readonly string[] {
  const lower = jest.spyOn(Recorder.prototype, 'lower');
  recorded(fn as (...args: never[]) => unknown, inputs as unknown as readonly tf.Tensor[]);
  const kernels = lower.mock.calls.map(([kernel]) => kernel);
  lower.mockRestore();
  return kernels;
}

/** Makes zeros of what the kernel of that number gives, in every recording. */
function dropKernel(dropped: number): () => void {
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
