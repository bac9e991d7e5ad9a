import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { feedForward, gru, lstm, rnn, secondOrder, unroll } from '../src/index.js';
import type { Cell, ControllerOptions } from '../src/index.js';
import {
  activationOf,
  feedForwardStep,
  gruStep,
  lstmStep,
  rnnStep,
  secondOrderStep,
} from './support/oracles.js';
import type { Matrix, Vector } from './support/oracles.js';
import { distance, nested, randomTensor, scatter } from './support/tensors.js';

beforeAll(useTestBackend);

const kinds: Record<string, (options: ControllerOptions) => Cell> = { feedForward, rnn, lstm, gru };
const everyKind = Object.entries(kinds);

const sizes = fc.record({
  inputSize: fc.integer({ min: 1, max: 4 }),
  units: fc.integer({ min: 1, max: 5 }),
  batch: fc.integer({ min: 1, max: 3 }),
  seed: fc.integer({ min: 0, max: 2 ** 31 }),
});

/** One step of one layer: the cell's output and state beside the oracle's, row by row of the batch. */
function compareStep(
  make: (options: ControllerOptions) => Cell,
  { inputSize, units, batch, seed }: { inputSize: number; units: number; batch: number; seed: number },
  oracle: (
    x: Vector,
    state: Record<string, Vector>,
    weights: Record<string, never>,
  ) => Record<string, Vector>,
): void {
  tf.tidy(() => {
    const cell = make({ inputSize, units, seed });
    scatter(cell.variables, seed % 1000);
    const input = randomTensor<tf.Rank.R2>([batch, inputSize], seed % 991);
    const state = Object.fromEntries(
      Object.keys(cell.stateShapes).map((name, index) => [name, randomTensor([batch, units], index)]),
    );
    const step = cell.step(input, state);
    const weights = Object.fromEntries(
      Object.entries(cell.variables).map(([name, variable]) => [name, nested<never>(variable)]),
    );
    for (let row = 0; row < batch; row++) {
      const ofRow = (tensor: tf.Tensor): Vector => nested<Matrix>(tensor)[row]!;
      const before = Object.fromEntries(Object.entries(state).map(([name, part]) => [name, ofRow(part)]));
      const expected = oracle(ofRow(input), before, weights);
      for (const [name, values] of Object.entries(expected)) {
        const actual = ofRow(name === 'output' ? step.output : step.state[name]!);
        values.forEach((value, unit) => expect(actual[unit]).toBeCloseTo(value, 5));
      }
    }
    cell.dispose();
  });
}

describe('one step is that of a plain loop', () => {
  it('feed-forward', () => {
    fc.assert(
      fc.property(sizes, (size) =>
        compareStep(feedForward, size, (x, _state, weights) => ({
          output: feedForwardStep(x, weights['layer0/kernel']!, weights['layer0/bias']!),
        })),
      ),
      { numRuns: 30 },
    );
  });

  it.each(['tanh', 'sigmoid', 'relu'] as const)('simple recurrent and feed-forward, %s', (activation) => {
    const f = activationOf[activation];
    fc.assert(
      fc.property(sizes, (size) => {
        compareStep(
          (options) => rnn({ ...options, activation }),
          size,
          (x, state, weights) => {
            const hidden = rnnStep(f, x, state['layer0/hidden']!, {
              kernel: weights['layer0/kernel']!,
              bias: weights['layer0/bias']!,
            });
            return { output: hidden, 'layer0/hidden': hidden };
          },
        );
        compareStep(
          (options) => feedForward({ ...options, activation }),
          size,
          (x, _state, weights) => ({
            output: feedForwardStep(x, weights['layer0/kernel']!, weights['layer0/bias']!, f),
          }),
        );
      }),
      { numRuns: 20 },
    );
  });

  it('LSTM', () => {
    fc.assert(
      fc.property(sizes, (size) =>
        compareStep(lstm, size, (x, state, weights) => {
          const { hidden, cell } = lstmStep(
            x,
            { hidden: state['layer0/hidden']!, cell: state['layer0/cell']! },
            { kernel: weights['layer0/kernel']!, bias: weights['layer0/bias']! },
          );
          return { output: hidden, 'layer0/hidden': hidden, 'layer0/cell': cell };
        }),
      ),
      { numRuns: 30 },
    );
  });

  it('GRU', () => {
    fc.assert(
      fc.property(sizes, (size) =>
        compareStep(gru, size, (x, state, weights) => {
          const hidden = gruStep(
            x,
            state['layer0/hidden']!,
            { kernel: weights['layer0/gates/kernel']!, bias: weights['layer0/gates/bias']! },
            { kernel: weights['layer0/candidate/kernel']!, bias: weights['layer0/candidate/bias']! },
          );
          return { output: hidden, 'layer0/hidden': hidden };
        }),
      ),
      { numRuns: 30 },
    );
  });

  it.each([1, 2, 4])('second order, %d symbols', (symbols) => {
    fc.assert(
      fc.property(sizes, ({ inputSize: beside, ...size }) => {
        // Four symbols stand for a network that sees nothing else.
        const inputSize = symbols === 4 ? 4 : symbols + beside;
        compareStep(
          (options) => secondOrder({ ...options, ...(symbols < 4 && { symbols }) }),
          { ...size, inputSize },
          (x, state, weights) => {
            const hidden = secondOrderStep(x.slice(0, symbols), x.slice(symbols), state['layer0/hidden']!, {
              kernel: weights['layer0/kernel']!,
              bias: weights['layer0/bias']!,
            });
            return { output: hidden, 'layer0/hidden': hidden };
          },
        );
      }),
      { numRuns: 20 },
    );
  });
});

it('a network of second order refuses more symbols than it sees numbers', () => {
  const options = { inputSize: 3, units: 2, seed: 0 };
  expect(() => secondOrder({ ...options, symbols: 4 })).toThrow('symbols must be <= inputSize 3, got 4');
  expect(() => secondOrder({ ...options, symbols: 0 })).toThrow('symbols must be an integer >= 1, got 0');
});

it('an LSTM of one unit gives the values computed by hand', () => {
  const cell = lstm({ inputSize: 1, units: 1, seed: 0 });
  cell.variables['layer0/kernel']!.assign(tf.tensor2d([0, 0, Math.atanh(0.5), 0, 0, 0, 0, 0], [2, 4]));
  cell.variables['layer0/bias']!.assign(tf.tensor1d([Math.log(3), 0, 0, 0]));
  const state = { 'layer0/hidden': tf.tensor2d([[9]]), 'layer0/cell': tf.tensor2d([[0.25]]) };
  const step = cell.step(tf.tensor2d([[1]]), state);
  // c = 1/2 * 0.25 + 3/4 * 0.5 and h = 1/2 * tanh(c)
  expect(step.state['layer0/cell']!.dataSync()[0]).toBeCloseTo(0.5, 6);
  expect(step.output.dataSync()[0]).toBeCloseTo(0.5 * Math.tanh(0.5), 6);
});

it('the forget bias of an LSTM is added to the forget gates alone', () => {
  const biasOf = (cell: Cell): number[] => Array.from(cell.variables['layer0/bias']!.dataSync());
  expect(biasOf(lstm({ inputSize: 1, units: 2, seed: 0 }))).toEqual([0, 0, 1, 1, 0, 0, 0, 0]);
  expect(biasOf(lstm({ inputSize: 1, units: 2, seed: 0, forgetBias: 3 }))).toEqual([0, 0, 3, 3, 0, 0, 0, 0]);
});

it('the first units of an LSTM may have forget biases of their own', () => {
  const biases = (forgetBias: number[]): number[] => {
    const cell = lstm({ inputSize: 1, units: 3, seed: 0, forgetBias });
    return Array.from(cell.variables['layer0/bias']!.dataSync()).slice(3, 6);
  };
  expect(biases([4, -1])).toEqual([4, -1, -1]);
  expect(biases([1, 2, 3])).toEqual([1, 2, 3]);
  expect(biases([1, 2, 3, 4])).toEqual([1, 2, 3]);
  expect(() => biases([])).toThrow(new RangeError('forgetBias must be a number, or some, got none'));
});

it('the input scale of an LSTM makes the weights from its input larger, but for those of the forget gates', () => {
  const kernels = (inputScale = 1): number[][] => {
    const { variables } = lstm({ inputSize: 2, units: 1, layers: 2, seed: 0, inputScale });
    return ['layer0/kernel', 'layer1/kernel'].map((name) => Array.from(variables[name]!.dataSync()));
  };
  const factors = [8, 1, 8, 8]; // of the gates i, f, g, o
  const expected = kernels().map((kernel, layer) => {
    const inputs = [2, 1][layer]!;
    return kernel.map((weight, index) => (index < 4 * inputs ? factors[index % 4]! : 1) * weight);
  });
  expect(kernels(8)).toEqual(expected);
  expect(() => kernels(0)).toThrow(new RangeError('inputScale must be a finite number > 0, got 0'));
});

describe.each(everyKind)('%s', (_name, make) => {
  const options = { inputSize: 3, units: 4, layers: 2, initialState: 'learned', seed: 5 } as const;

  it('draws the same weights from the same seed and others from another', () => {
    const values = (seed: number): number[][] =>
      Object.values(make({ ...options, seed }).variables).map((variable) => Array.from(variable.dataSync()));
    expect(values(1)).toEqual(values(1));
    expect(values(1)).not.toEqual(values(2));
  });

  it('stacks layers: two layers are one layer on top of another', () => {
    tf.tidy(() => {
      const both = make(options);
      scatter(both.variables, 8);
      const below = make({ ...options, layers: 1 });
      const above = make({ ...options, inputSize: 4, layers: 1 });
      for (const [part, layer] of [
        [below, 'layer0'],
        [above, 'layer1'],
      ] as const) {
        for (const [name, variable] of Object.entries(part.variables)) {
          variable.assign(both.variables[name.replace('layer0', layer)]!);
        }
      }
      const inputs = randomTensor<tf.Rank.R3>([3, 2, 3], 4);
      const onTop = unroll(above, unroll(below, inputs).outputs).outputs;
      expect(distance(unroll(both, inputs).outputs, onTop)).toBeLessThan(1e-6);
    });
  });

  it('with skip connections shows the input to every layer and puts all layers out', () => {
    tf.tidy(() => {
      const cell = make({ ...options, skipConnections: true });
      expect(cell.outputSize).toBe(8);
      scatter(cell.variables, 8);
      const first = make({ ...options, layers: 1 });
      for (const [name, variable] of Object.entries(first.variables)) variable.assign(cell.variables[name]!);
      const inputs = randomTensor<tf.Rank.R3>([3, 2, 3], 4);
      const { outputs } = unroll(cell, inputs);
      const [below, above] = tf.split(outputs, 2, 2);
      expect(distance(below!, unroll(first, inputs).outputs)).toBeLessThan(1e-6);
      const second = make({ ...options, inputSize: 7, layers: 1 });
      for (const [name, variable] of Object.entries(second.variables)) {
        variable.assign(cell.variables[name.replace('layer0', 'layer1')]!);
      }
      const seen = tf.concat([inputs, below!], 2) as tf.Tensor3D;
      expect(distance(above!, unroll(second, seen).outputs)).toBeLessThan(1e-6);
    });
  });

  it('begins with zeros, or with what it has learned', () => {
    const zero = make({ ...options, initialState: 'zero' });
    expect(Object.keys(zero.variables).some((name) => name.startsWith('initial/'))).toBe(false);
    const learned = make(options);
    scatter(learned.variables, 1);
    for (const name of Object.keys(learned.stateShapes)) {
      expect(distance(zero.initialState(3)[name]!, tf.zeros([3, 4]))).toBe(0);
      const repeated = tf.tile(tf.expandDims(learned.variables[`initial/${name}`]!, 0), [3, 1]);
      expect(distance(learned.initialState(3)[name]!, repeated)).toBe(0);
    }
  });

  it('frees all its variables and nothing else', () => {
    const before = tf.memory().numTensors;
    const cell = make(options);
    expect(tf.memory().numTensors).toBe(before + Object.keys(cell.variables).length);
    cell.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  it.each([
    [{ inputSize: 0 }, 'inputSize must be an integer >= 1, got 0'],
    [{ units: 1.5 }, 'units must be an integer >= 1, got 1.5'],
    [{ layers: -1 }, 'layers must be an integer >= 1, got -1'],
    [{ seed: NaN }, /seed must be an integer in .*, got NaN/],
    [{ initialState: 'random' as 'zero' }, "initialState must be one of 'zero', 'learned', got \"random\""],
  ])('refuses %j', (wrong, message) => {
    expect(() => make({ ...options, ...wrong })).toThrow(message);
  });
});

it.each([rnn, feedForward])('an unknown activation is refused', (make) => {
  expect(() => make({ inputSize: 1, units: 1, seed: 0, activation: 'swish' as 'relu' })).toThrow(
    "activation must be one of 'tanh', 'sigmoid', 'relu', got \"swish\"",
  );
});

it('names variables and state by layer', () => {
  const names = (cell: Cell): string[] => [...Object.keys(cell.variables), ...Object.keys(cell.stateShapes)];
  const options = { inputSize: 1, units: 1, layers: 2, seed: 0 };
  expect(names(feedForward(options))).toEqual([
    'layer0/kernel',
    'layer0/bias',
    'layer1/kernel',
    'layer1/bias',
  ]);
  expect(names(lstm({ ...options, initialState: 'learned' }))).toEqual([
    ...['layer0/kernel', 'layer0/bias', 'layer1/kernel', 'layer1/bias'],
    ...['initial/layer0/hidden', 'initial/layer0/cell', 'initial/layer1/hidden', 'initial/layer1/cell'],
    ...['layer0/hidden', 'layer0/cell', 'layer1/hidden', 'layer1/cell'],
  ]);
  expect(names(gru({ ...options, layers: 1 }))).toEqual([
    ...['layer0/gates/kernel', 'layer0/gates/bias', 'layer0/candidate/kernel', 'layer0/candidate/bias'],
    'layer0/hidden',
  ]);
});
