import {
  addressing,
  argmax,
  content,
  interpolate,
  interpolatingWrite,
  sample,
  sharpen,
  shift,
} from '@loci/addressing';
import { unroll } from '@loci/controllers';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { NTM } from '../src/index.js';
import type { NTMOptions } from '../src/index.js';
import { ntmStep } from './support/oracle.js';
import type { OracleState, OracleWeights } from './support/oracle.js';
import { distance, nested, randomTensor, scatter } from '../../controllers/test/support/tensors.js';

beforeAll(useTestBackend);

const small = {
  inputSize: 3,
  outputSize: 2,
  places: 6,
  width: 4,
  controller: { kind: 'lstm', units: 5 },
  seed: 1,
} as const satisfies NTMOptions;

const sizes = fc.record({
  inputSize: fc.integer({ min: 1, max: 3 }),
  outputSize: fc.integer({ min: 1, max: 3 }),
  places: fc.integer({ min: 1, max: 7 }),
  width: fc.integer({ min: 1, max: 4 }),
  units: fc.integer({ min: 1, max: 4 }),
  readHeads: fc.integer({ min: 1, max: 3 }),
  writeHeads: fc.integer({ min: 1, max: 3 }),
  shiftRange: fc.integer({ min: 0, max: 2 }),
  headSource: fc.constantFrom('hidden' as const, 'cell' as const),
  seed: fc.integer({ min: 0, max: 1000 }),
});

it('is the paper, step by step, as plain loops compute it', () => {
  fc.assert(
    fc.property(sizes, ({ units, ...size }) => {
      tf.tidy(() => {
        const [time, batch] = [3, 2];
        const cell = new NTM({ ...size, controller: { kind: 'lstm', units } });
        scatter(cell.variables, size.seed);
        const inputs = randomTensor<tf.Rank.R3>([time, batch, size.inputSize], size.seed);
        const { outputs, state, traces } = unroll(cell, inputs, { traces: true });
        const weights = Object.fromEntries(
          Object.entries(cell.variables).map(([name, variable]) => [name, nested(variable)]),
        ) as unknown as OracleWeights;
        const close = (actual: number[], expected: readonly number[]): void =>
          expected.forEach((value, index) => expect(actual[index]).toBeCloseTo(value, 4));
        for (let row = 0; row < batch; row++) {
          const zeros = (count: number): number[] => new Array<number>(count).fill(0);
          const heads = size.readHeads + size.writeHeads;
          let its: OracleState = {
            hidden: zeros(units),
            cell: zeros(units),
            memory: zeros(size.places).map(() => zeros(size.width).fill(1e-6)),
            weighting: zeros(heads).map(() => [1, ...zeros(size.places - 1)]),
            read: zeros(size.readHeads).map(() => zeros(size.width)),
          };
          for (let t = 0; t < time; t++) {
            const step = ntmStep(nested<number[][][]>(inputs)[t]![row]!, its, weights, size);
            its = step.state;
            close(nested<number[][][]>(outputs)[t]![row]!, step.output);
            close(
              nested<number[][][][]>(traces.read!)[t]![row]!.flat(),
              its.weighting.slice(0, size.readHeads).flat(),
            );
            close(
              nested<number[][][][]>(traces.write!)[t]![row]!.flat(),
              its.weighting.slice(size.readHeads).flat(),
            );
            close(nested<number[][][][]>(traces.memory!)[t]![row]!.flat(), its.memory.flat());
          }
          close(nested<number[][][]>(state.memory!)[row]!.flat(), its.memory.flat());
          close(nested<number[][][]>(state.read!)[row]!.flat(), its.read.flat());
          close(nested<number[][]>(state['controller/layer0/cell']!)[row]!, its.cell);
        }
      });
    }),
    { numRuns: 25 },
  );
});

it('addresses read and write heads together', () => {
  expect(new NTM({ ...small, readHeads: 2, writeHeads: 3 }).stateShapes.weighting).toEqual([5, 6]);
});

it('draws the same variables from the same seed, and others from another', () => {
  const values = (seed: number): number[][] =>
    Object.values(new NTM({ ...small, memory: { init: 'uniform' }, seed }).variables).map((variable) =>
      Array.from(variable.dataSync()),
    );
  expect(values(1)).toEqual(values(1));
  expect(values(1)).not.toEqual(values(2));
});

it('names its variables for checkpoints', () => {
  const cell = new NTM({
    ...small,
    memory: { init: 'uniform' },
    initialWeighting: { kind: 'learned' },
    initialRead: 'learned',
    addressing: addressing(content({ similarity: 'additive', units: 3 })),
  });
  expect(Object.keys(cell.variables)).toEqual([
    ...['controller/layer0/kernel', 'controller/layer0/bias', 'heads/kernel', 'heads/bias'],
    ...['output/kernel', 'output/bias', 'memory', 'weighting/logits'],
    ...['addressing/content/projection', 'addressing/content/score', 'read'],
  ]);
  expect(cell.variables.memory!.trainable).toBe(false);
});

it('sizes are those of the paper by default', () => {
  const { stateShapes } = new NTM({ inputSize: 10, outputSize: 8, seed: 0 });
  expect(stateShapes).toEqual({
    memory: [128, 20],
    weighting: [2, 128],
    read: [1, 20],
    'controller/layer0/hidden': [100],
    'controller/layer0/cell': [100],
  });
});

it('begins on place 0 of a memory of 1e-6, having read nothing', () => {
  const { memory, weighting, read } = new NTM(small).initialState(2);
  expect(distance(memory!, tf.fill([2, 6, 4], 1e-6))).toBe(0);
  expect(nested(weighting!)).toEqual([0, 1].map(() => [0, 1].map(() => [1, 0, 0, 0, 0, 0])));
  expect(distance(read!, tf.zeros([2, 1, 4]))).toBe(0);
});

it('writes as the write rule by its name does', () => {
  const outputs = (options: Partial<NTMOptions>): tf.Tensor => {
    const cell = new NTM({ ...small, ...options });
    scatter(cell.variables, 3);
    return unroll(cell, randomTensor([4, 2, 3], 1)).outputs;
  };
  const interpolating = outputs({ writeRule: 'interpolating' });
  expect(distance(interpolating, outputs({ writeRule: interpolatingWrite() }))).toBe(0);
  expect(distance(outputs({}), outputs({ writeRule: 'erase-add' }))).toBe(0);
  expect(new NTM(small).variables['heads/bias']!.size).toBe(
    new NTM({ ...small, writeRule: 'interpolating' }).variables['heads/bias']!.size + 4,
  );
});

it('the default addressing is content, interpolate, shift, sharpen', () => {
  const outputs = (options: Partial<NTMOptions>): tf.Tensor => {
    const cell = new NTM({ ...small, ...options });
    scatter(cell.variables, 3);
    return unroll(cell, randomTensor([4, 2, 3], 1)).outputs;
  };
  const explicit = addressing(content({ epsilon: 0.1 }), interpolate(), shift({ range: 2 }), sharpen());
  expect(distance(outputs({ shiftRange: 2 }), outputs({ addressing: explicit }))).toBe(0);
});

it('stays finite, gradients too, whatever the weights and inputs', () => {
  fc.assert(
    fc.property(fc.constantFrom(1, 30, 1e3, 1e6), fc.integer({ min: 0, max: 1000 }), (scale, seed) => {
      tf.tidy(() => {
        const cell = new NTM(small);
        scatter(cell.variables, seed, scale);
        const inputs = tf.mul(randomTensor([6, 2, 3], seed), scale) as tf.Tensor3D;
        const { value, grads } = tf.variableGrads(() => tf.mean(tf.sigmoid(unroll(cell, inputs).outputs)));
        for (const tensor of [value, ...Object.values(grads)]) {
          expect(tf.all(tf.isFinite(tensor)).dataSync()[0]).toBe(1);
        }
        cell.dispose();
      });
    }),
    { numRuns: 20 },
  );
});

it('clips what it emits and, if asked to, its logits', () => {
  const emitsMuch = (options: Partial<NTMOptions>): number => {
    const cell = new NTM({ ...small, ...options });
    cell.variables['output/bias']!.assign(tf.fill([2], 1000));
    return tf.max(tf.abs(unroll(cell, tf.zeros([1, 1, 3])).outputs)).dataSync()[0]!;
  };
  expect(emitsMuch({})).toBeGreaterThan(900);
  expect(emitsMuch({ outputClip: 20 })).toBe(20);

  const state = (bias: number, clip: number): tf.Tensor => {
    const cell = new NTM({ ...small, clip });
    const { 'heads/kernel': kernel, 'heads/bias': biases } = cell.variables;
    kernel!.assign(tf.zerosLike(kernel!));
    biases!.assign(tf.fill(biases!.shape, bias));
    return unroll(cell, tf.zeros([1, 1, 3])).state.memory!;
  };
  expect(distance(state(0.7, 0.5), state(0.5, 0.5))).toBe(0);
  expect(distance(state(0.7, 0.5), state(0.7, 1))).toBeGreaterThan(0.01);
});

it('starts the biases of its heads where it is told', () => {
  const cell = new NTM({ ...small, writeHeads: 2, headBiases: { gate: -2, shift: [0, 0.5, 1], erase: 3 } });
  // Columns: key, strength, gate, shift and sharpening of three heads, then erase and add of two.
  const of = (count: number, ...values: number[]): number[] =>
    Array.from({ length: count }, () => values).flat();
  expect(Array.from(cell.variables['heads/bias']!.dataSync())).toEqual([
    ...of(3 * 4, 0),
    ...of(3, 0),
    ...of(3, -2),
    ...of(3, 0, 0.5, 1),
    ...of(3, 0),
    ...of(2 * 4, 3),
    ...of(2 * 4, 0),
  ]);
});

it('starts with heads that walk ahead and an LSTM that forgets, unless told otherwise', () => {
  const biases = (options: Partial<NTMOptions>, name = 'heads/bias'): number[] =>
    Array.from(new NTM({ ...small, width: 1, ...options }).variables[name]!.dataSync());
  expect(biases({})).toEqual([0, 0, 0, 0, -2, -2, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0]);
  expect(biases({ headBiases: { gate: -4 } })).toEqual([0, 0, 0, 0, -4, -4, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0]);
  expect(biases({ headBiases: { gate: 0, shift: 0 } })).toEqual(new Array(16).fill(0));
  expect(biases({ shiftRange: 2 })).toEqual([0, 0, 0, 0, -2, -2, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0]);
  expect(biases({ shiftRange: 0 })).toEqual([0, 0, 0, 0, -2, -2, 0, 0, 0, 0, 0, 0]);
  expect(new Set(biases({ addressing: addressing(content(), interpolate()) }))).toEqual(new Set([0]));
  const ofLSTM = (forgetBias?: number | number[]): number[] =>
    biases(
      { controller: { kind: 'lstm', units: 1, ...(forgetBias && { forgetBias }) } },
      'controller/layer0/bias',
    );
  expect(ofLSTM()).toEqual([0, -1, 0, 0]);
  expect(ofLSTM(2)).toEqual([0, 2, 0, 0]);
  expect(ofLSTM([3])).toEqual([0, 3, 0, 0]);
});

it('minimizes the entropy of its weightings beside the loss, which does not show it', () => {
  tf.tidy(() => {
    const [plain, penalized] = [0, 0.3].map((entropyPenalty) => new NTM({ ...small, entropyPenalty })) as [
      NTM,
      NTM,
    ];
    for (const cell of [plain, penalized]) scatter(cell.variables, 1);
    const inputs = randomTensor<tf.Rank.R3>([4, 2, small.inputSize], 2);
    const gradients = (cell: NTM, loss: () => tf.Tensor) => {
      const { value, grads } = tf.variableGrads(() => loss().asScalar(), Object.values(cell.variables));
      return {
        value,
        grads: Object.entries(cell.variables).map(([name, { name: key }]) => [name, grads[key]!] as const),
      };
    };
    const squares = (cell: NTM): tf.Tensor => unroll(cell, inputs).outputs.square().sum();
    const entropy = (): tf.Tensor => {
      const { read, write } = unroll(plain, inputs, { traces: true }).traces;
      const weightings = tf.concat([read!, write!], 2);
      return weightings.mul(weightings.log()).sum().neg().div(2);
    };
    const given = gradients(penalized, () => squares(penalized));
    const asked = gradients(plain, () => squares(plain).add(entropy().mul(0.3)));
    expect(given.value.dataSync()).toEqual(squares(plain).dataSync());
    for (const [index, [, gradient]] of given.grads.entries()) {
      expect(distance(gradient, asked.grads[index]![1])).toBeLessThan(1e-4);
    }
    const [, before] = gradients(plain, () => squares(plain)).grads.find(([name]) => name === 'heads/bias')!;
    const [, after] = given.grads.find(([name]) => name === 'heads/bias')!;
    expect(distance(before, after)).toBeGreaterThan(0.01);
  });
});

it.each<[string, Partial<NTMOptions>, string]>([
  ['a negative penalty', { entropyPenalty: -1 }, 'entropyPenalty must be a finite number >= 0, got -1'],
  [
    'a bias of nothing',
    { headBiases: { gates: 1 } },
    'headBiases.gates: the heads are emitted key, strength, gate, shift, sharpening, erase, add',
  ],
  [
    'too few biases',
    { headBiases: { shift: [1, 2] } },
    'headBiases.shift must be a number or 3 numbers, got 2',
  ],
  ['an infinite bias', { headBiases: { gate: -Infinity } }, 'headBiases.gate must be finite, got -Infinity'],
  ['no input', { inputSize: 0 }, 'inputSize must be an integer >= 1, got 0'],
  ['half an output', { outputSize: 0.5 }, 'outputSize must be an integer >= 1, got 0.5'],
  ['no places', { places: 0 }, 'places must be an integer >= 1, got 0'],
  ['no width', { width: -2 }, 'width must be an integer >= 1, got -2'],
  ['no read head', { readHeads: 0 }, 'readHeads must be an integer >= 1, got 0'],
  ['no write head', { writeHeads: 0 }, 'writeHeads must be an integer >= 1, got 0'],
  ['a negative range', { shiftRange: -1 }, 'range must be an integer >= 0, got -1'],
  [
    'range and scheme',
    { shiftRange: 1, addressing: addressing(content()) },
    'shiftRange (1) belongs to the default addressing',
  ],
  [
    'epsilon and scheme',
    { cosineEpsilon: 0.1, addressing: addressing(content()) },
    'cosineEpsilon (0.1) belongs to the default addressing',
  ],
  ['no epsilon', { cosineEpsilon: 0 }, 'epsilon must be a finite number > 0, got 0'],
  [
    'a hard scheme',
    { addressing: addressing(content(), sample()) },
    "addressing must be soft, but its stage 'sample' draws random numbers",
  ],
  [
    'an unknown write rule',
    { writeRule: 'erase' as 'erase-add' },
    "writeRule must be one of 'erase-add', 'interpolating', got \"erase\"",
  ],
  [
    'an unknown controller',
    { controller: { kind: 'rnn' as 'lstm', units: 3 } },
    "controller.kind must be one of 'feed-forward', 'lstm', 'gru', got \"rnn\"",
  ],
  ['no units', { controller: { kind: 'gru', units: 0 } }, 'units must be an integer >= 1, got 0'],
  [
    'a cell state without one',
    { headSource: 'cell', controller: { kind: 'gru', units: 3 } },
    "headSource 'cell' needs the controller 'lstm', got 'gru'",
  ],
  [
    'an unknown source',
    { headSource: 'top' as 'cell' },
    "headSource must be one of 'hidden', 'cell', got \"top\"",
  ],
  [
    'an unknown read',
    { initialRead: 'one' as 'zero' },
    "initialRead must be one of 'zero', 'learned', got \"one\"",
  ],
  ['no clip', { clip: 0 }, 'clip must be a finite number > 0, got 0'],
  ['a negative clip', { outputClip: -1 }, 'outputClip must be a finite number > 0, got -1'],
  [
    'an unknown memory',
    { memory: { init: 'random' as 'uniform' } },
    "init must be one of 'constant', 'uniform', 'learned', got \"random\"",
  ],
  ['no seed', { seed: NaN }, 'seed must be an integer in [-2147483648, 4294967295], got NaN'],
])('refuses %s', (_what, wrong, message) => {
  const before = tf.memory().numTensors;
  expect(() => new NTM({ ...small, ...wrong })).toThrow(message);
  expect(tf.memory().numTensors).toBe(before);
});

it('takes a scheme that picks places without chance', () => {
  const cell = new NTM({ ...small, addressing: addressing(content(), argmax()) });
  const { traces } = unroll(cell, randomTensor([3, 1, 3], 1), { traces: true });
  expect([...new Set(traces.read!.dataSync())].sort()).toEqual([0, 1]);
});
