import { unroll } from '@loci/controllers';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { distance, nested, randomTensor, scatter } from '../../controllers/test/support/tensors.js';
import { createModel, listRNN, stackRNN, tapeRNN } from '../src/index.js';
import type { MemoryCell, MemoryCellOptions, ModelOptions } from '../src/index.js';
import {
  affine,
  expectation,
  listOutcomes,
  oneHot,
  softmax,
  stackOutcomes,
  tapeOutcomes,
} from './support/oracle.js';
import type { Places, Vector } from './support/oracle.js';

beforeAll(useTestBackend);

const INPUTS = 3;
const PLACES = 5;

const small = { inputSize: INPUTS, outputSize: 2, seed: 1 } as const;

const models = {
  stack: (options: MemoryCellOptions) => stackRNN({ places: PLACES, ...options }),
  'stack without no-op': (options: MemoryCellOptions) =>
    stackRNN({ places: PLACES, noOp: false, ...options }),
  list: (options: MemoryCellOptions) => listRNN({ places: 3, ...options }),
  tape: (options: MemoryCellOptions) => tapeRNN({ places: PLACES, ...options }).forSteps(PLACES, 3),
} satisfies Record<string, (options: MemoryCellOptions) => MemoryCell>;

const outcomesOf = {
  stack: stackOutcomes,
  'stack without no-op': (value: Vector, empty: number) => stackOutcomes(value, empty).slice(0, 2),
  list: listOutcomes,
  tape: (value: Vector) => tapeOutcomes(value, 3),
};

const firstSeen = { stack: 0, 'stack without no-op': 0, list: 3, tape: 0 };

const names = Object.keys(models) as (keyof typeof models)[];

const options = fc.record({
  memories: fc.integer({ min: 1, max: 3 }),
  width: fc.integer({ min: 1, max: 3 }),
  reads: fc.integer({ min: 1, max: 3 }),
  units: fc.integer({ min: 1, max: 4 }),
  put: fc.constantFrom('sigmoid' as const, 'tanh' as const, 'none' as const),
  empty: fc.constantFrom(-1, 0, 0.5),
  rounding: fc.boolean(),
  visible: fc.boolean(),
  seed: fc.nat(1000),
});

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const squashes = { sigmoid, tanh: Math.tanh, none: (x: number) => x };

describe.each(names)('%s', (name) => {
  it('is the paper, step by step, as plain loops compute it', () => {
    fc.assert(
      fc.property(options, ({ units, ...size }) =>
        tf.tidy(() => {
          const { memories, width, reads, put, empty, visible } = size;
          const controller = { kind: 'rnn', units } as const;
          const cell = models[name]({ ...small, ...size, controller });
          scatter(cell.variables, size.seed);
          const w = Object.fromEntries(
            Object.entries(cell.variables).map(([key, variable]) => [key, nested<never>(variable)]),
          );
          const [time, batch] = [4, 2];
          const inputs = randomTensor<tf.Rank.R3>([time, batch, INPUTS], size.seed);
          const { outputs, traces } = unroll(cell, inputs, { traces: true });
          const places = cell.stateShapes.memory![1]!;
          const close = (actual: number[], expected: readonly number[]): void => {
            expect(actual).toHaveLength(expected.length);
            expected.forEach((value, index) => expect(actual[index]).toBeCloseTo(value, 4));
          };
          for (let row = 0; row < batch; row++) {
            const cells = (): number[][] =>
              Array.from({ length: places }, () => Array<number>(width).fill(empty));
            let stacks: Places[] = Array.from({ length: memories }, cells);
            let hidden: number[] = Array<number>(units).fill(0);
            for (let t = 0; t < time; t++) {
              const seen = stacks.flatMap((stack) =>
                stack.slice(firstSeen[name], firstSeen[name] + reads).flat(),
              );
              const x = [...nested<number[][][]>(inputs)[t]![row]!, ...seen];
              const sums = affine(
                [...x, ...hidden],
                w['controller/layer0/kernel']!,
                w['controller/layer0/bias']!,
              );
              const before = hidden;
              hidden = sums.map(sigmoid);
              const count = cell.actions.length;
              const logits = visible
                ? affine(
                    x.slice(0, INPUTS),
                    w['actions/kernel']!,
                    Array<number>(memories * count).fill(0),
                  ).map((logit) => 10 * logit)
                : affine(hidden, w['actions/kernel']!, w['actions/bias']!);
              const known = visible ? before : hidden;
              const values = affine(known, w['put/kernel']!, w['put/bias']!).map(squashes[put]);
              stacks = stacks.map((stack, index) => {
                const its = logits.slice(index * count, (index + 1) * count);
                const actions = size.rounding ? oneHot(its) : softmax(its);
                close(nested<number[][][][]>(traces.actions!)[t]![row]![index]!, actions);
                const value = values.slice(index * width, (index + 1) * width);
                return expectation(stack, actions, outcomesOf[name](value, empty));
              });
              close(
                nested<number[][][]>(outputs)[t]![row]!,
                affine(hidden, w['output/kernel']!, w['output/bias']!),
              );
              close(nested<number[][][][][]>(traces.stacks!)[t]![row]!.flat(2), stacks.flat(2));
            }
          }
        }),
      ),
      { numRuns: 25, seed: 6 },
    );
  });

  it('may be seen rounded, with the same variables', () => {
    tf.tidy(() => {
      const cell = models[name]({ ...small, seed: 3 });
      scatter(cell.variables, 3);
      const rounding = models[name]({ ...small, seed: 3, rounding: true });
      for (const [key, variable] of Object.entries(rounding.variables)) variable.assign(cell.variables[key]!);
      const inputs = randomTensor<tf.Rank.R3>([6, 2, INPUTS], 2);
      const rounded = unroll(cell.rounded(), inputs).outputs;
      expect(distance(rounded, unroll(rounding, inputs).outputs)).toBe(0);
      expect(distance(rounded, unroll(cell, inputs).outputs)).toBeGreaterThan(1e-3);
      expect(cell.rounded().variables).toBe(cell.variables);
    });
  });
});

describe.each(['stack', 'list'] as const)('a %s as large as the steps can use', (name) => {
  const deep = { stack: stackRNN, list: listRNN }[name];

  it('gives what a larger one gives', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(1000), (steps, seed) =>
        tf.tidy(() => {
          const cell = deep({ ...small, places: 12, reads: 2, seed });
          scatter(cell.variables, seed, 2);
          const inputs = randomTensor<tf.Rank.R3>([steps, 2, INPUTS], seed);
          const bounded = cell.forSteps(steps);
          expect(bounded.stateShapes.memory![1]).toBeLessThan(cell.stateShapes.memory![1]!);
          expect(distance(unroll(bounded, inputs).outputs, unroll(cell, inputs).outputs)).toBeLessThan(1e-5);
        }),
      ),
      { numRuns: 25, seed: 6 },
    );
  });

  it('never grows beyond the places it has', () => {
    const cell = deep({ ...small, places: 4 });
    expect(cell.forSteps(100).stateShapes).toEqual(cell.stateShapes);
  });
});

it('a tape that does not jump goes on by one place at most', () => {
  expect(tapeRNN({ ...small, jumps: false }).actions).toEqual(['stay', 'left', 'right']);
  expect(tapeRNN({ ...small, jumps: false, places: 4 }).forSteps(50).stateShapes.memory).toEqual([1, 4, 8]);
});

it('makes actions certain as far as their entropy costs something, and tells nothing of that', () => {
  const [time, batch, cost] = [5, 2, 0.3];
  const plain = stackRNN({ ...small, seed: 5 });
  const penalized = stackRNN({ ...small, seed: 5, entropyPenalty: cost });
  const inputs = randomTensor<tf.Rank.R3>([time, batch, INPUTS], 5);
  tf.tidy(() => {
    expect(distance(unroll(penalized, inputs).outputs, unroll(plain, inputs).outputs)).toBe(0);
    // The last actions change no output, so nothing asks what they cost.
    const costOfEntropy = () => {
      const actions = tf.slice(unroll(plain, inputs, { traces: true }).traces.actions!, 0, time - 1);
      return tf.sum(tf.mul(actions, tf.log(actions))).mul<tf.Scalar>(-cost / batch);
    };
    const noLoss = () => tf.sum(unroll(penalized, inputs).outputs).mul<tf.Scalar>(0);
    for (const name of ['actions/kernel', 'put/kernel', 'controller/layer0/kernel']) {
      const gradient = (loss: () => tf.Scalar, { variables }: MemoryCell) =>
        Object.values(tf.variableGrads(loss, [variables[name]!]).grads)[0]!;
      const expected = gradient(costOfEntropy, plain);
      expect(distance(gradient(noLoss, penalized), expected)).toBeLessThan(1e-6);
      expect(distance(expected, tf.zerosLike(expected))).toBeGreaterThan(1e-4);
    }
  });
});

it('has the sizes of the papers by default', () => {
  expect(stackRNN(small).stateShapes).toEqual({ memory: [10, 256, 1] });
  expect(listRNN(small).stateShapes).toEqual({ memory: [5, 513, 1] });
  expect(tapeRNN(small).stateShapes).toEqual({ memory: [1, 256, 8], 'controller/layer0/hidden': [256] });
});

it.each(['rnn', 'lstm', 'gru', 'feed-forward'] as const)('works with the controller %s', (kind) => {
  tf.tidy(() => {
    const cell = stackRNN({ ...small, controller: { kind, units: 4, layers: 2 } });
    const { outputs } = unroll(cell, randomTensor<tf.Rank.R3>([3, 2, INPUTS], 1));
    expect(outputs.shape).toEqual([3, 2, 2]);
  });
});

it('with a controller of second order, what is on the stack is mapped by the symbol', () => {
  tf.tidy(() => {
    const controller = { kind: 'second-order', units: 4 } as const;
    const cell = stackRNN({ ...small, memories: 3, width: 2, reads: 2, controller });
    expect(cell.variables['controller/layer0/kernel'].shape).toEqual([INPUTS * (3 * 2 * 2 + 4), 8]);
    const { outputs } = unroll(cell, randomTensor<tf.Rank.R3>([3, 2, INPUTS], 1));
    expect(outputs.shape).toEqual([3, 2, 2]);
  });
});

it('makes each of its models from data', () => {
  const sizes = { inputSize: 3, outputSize: 2, seed: 4 };
  const controller = { kind: 'lstm', units: 5 } as const;
  for (const model of ['stack-rnn', 'list-rnn', 'tape-rnn', 'recurrent'] as const) {
    const cell = createModel({ model, controller }, sizes);
    expect(cell.stateShapes).toMatchObject({
      [model === 'recurrent' ? 'layer0/cell' : 'controller/layer0/cell']: [5],
    });
    cell.dispose();
  }
});

const wrong: readonly [ModelOptions, string][] = [
  [
    { model: 'stack-rn' as 'stack-rnn' },
    "model must be one of 'stack-rnn', 'list-rnn', 'tape-rnn', 'recurrent'",
  ],
  [{ model: 'stack-rnn', memories: 0 }, 'memories must be an integer >= 1, got 0'],
  [{ model: 'stack-rnn', width: 1.5 }, 'width must be an integer >= 1, got 1.5'],
  [{ model: 'stack-rnn', reads: 4, places: 3 }, 'places must be an integer >= 4, got 3'],
  [{ model: 'list-rnn', reads: 0 }, 'reads must be an integer >= 1, got 0'],
  [{ model: 'tape-rnn', places: 1 }, 'places must be an integer >= 2, got 1'],
  [
    { model: 'tape-rnn', put: 'relu' as 'tanh' },
    "put must be one of 'sigmoid', 'tanh', 'none', got \"relu\"",
  ],
  [{ model: 'list-rnn', entropyPenalty: -1 }, 'entropyPenalty must be a finite number >= 0, got -1'],
  [{ model: 'stack-rnn', empty: NaN }, 'empty must be a finite number, got NaN'],
  [
    { model: 'recurrent', controller: { kind: 'rnnn' as 'rnn', units: 3 } },
    "controller.kind must be one of 'feed-forward', 'rnn', 'lstm', 'gru', 'second-order', got \"rnnn\"",
  ],
  [
    { model: 'recurrent', controller: { kind: 'second-order', units: 3, layers: 2 } },
    "controller.layers must be 1 for 'second-order', got 2",
  ],
];

it.each(wrong)('refuses %j', (options, message) => {
  expect(() => createModel(options, { inputSize: 2, outputSize: 2, seed: 1 })).toThrow(message);
});
