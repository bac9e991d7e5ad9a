import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import {
  addressing,
  type AddressInput,
  argmax,
  type Choice,
  content,
  drawNoise,
  type Emitted,
  interpolate,
  sample,
  type Scheme,
  sharpen,
  shift,
  type Stage,
  topK,
} from '../src/index.js';
import { masks, numbers, sizes, type Sizes, stageInput } from './support/arbitraries.js';
import { array3, expectClose } from './support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const neuralTuringMachine = () => addressing(content(), interpolate(), shift(), sharpen());

function emissionsFor(
  scheme: Pick<Scheme, 'emits'>,
  { batch, heads, width }: Sizes,
  random: RandomStream,
): Emitted {
  return Object.fromEntries(
    Object.entries(scheme.emits(width)).map(([name, size]) => [name, numbers(random, [batch, heads, size])]),
  );
}

it('feeds each stage with what the one before made', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const { random, previous, memory } = stageInput(size);
      const emitted = emissionsFor(neuralTuringMachine(), size, random);
      const { key, strength, gate, shift: taps, sharpening } = emitted as Record<string, tf.Tensor3D>;
      let weighting = previous;
      const stages: [Stage, Emitted][] = [
        [content(), { key: key!, strength: strength! }],
        [interpolate(), { gate: gate! }],
        [shift(), { shift: taps! }],
        [sharpen(), { sharpening: sharpening! }],
      ];
      for (const [stage, its] of stages) {
        weighting = stage.apply(its, { weighting, previous, memory }) as tf.Tensor3D;
      }
      expectClose(neuralTuringMachine().address({ emitted, memory, previous }), array3(weighting), 0);
    }),
    { numRuns: 30 },
  );
});

it('gives the first stage the previous weighting', () => {
  const { previous, memory } = stageInput({ batch: 2, heads: 2, places: 4, width: 1, seed: 1 });
  const right = tf.tensor3d([[[-1e4, -1e4, 1e4], [-1e4, 1e4, -1e4]], [[-1e4, 1e4, -1e4], [1e4, -1e4, -1e4]]]); // prettier-ignore
  const moved = array3(addressing(shift()).address({ emitted: { shift: right }, memory, previous }));
  const [w] = [array3(previous)];
  const ring = (row: number[], by: number) => row.map((_, i) => row[(i - by + 4) % 4]!);
  expectClose(tf.tensor(moved), [
    [ring(w[0]![0]!, 1), w[0]![1]!],
    [w[1]![0]!, ring(w[1]![1]!, -1)],
  ]);
});

it('shows a stage what it emits and nothing else', () => {
  const seen: string[][] = [];
  const spy = (name: string, emitted: string[]): Stage => ({
    name,
    emits: () => Object.fromEntries(emitted.map((one) => [one, 1])),
    apply(values, { weighting, ...rest }) {
      seen.push([...Object.keys(values), ...Object.keys(rest)]);
      return weighting;
    },
  });
  const scheme = addressing(spy('first', ['a', 'b']), spy('second', []));
  const one = () => tf.ones<tf.Rank.R3>([1, 1, 1]);
  scheme.address({ emitted: { a: one(), b: one(), c: one() }, memory: one(), previous: one() });
  expect(seen).toEqual([
    ['a', 'b', 'previous', 'memory'],
    ['previous', 'memory'],
  ]);
});

it('declares what its stages declare', () => {
  const scheme = addressing(
    content({ similarity: 'additive', units: 5 }),
    shift({ taps: 'sample', range: 2 }),
    sample(),
  );
  expect(scheme.stages.map(({ name }) => name)).toEqual(['content', 'shift', 'sample']);
  expect(scheme.emits(3)).toEqual({ key: 5, shift: 5 });
  expect(Object.keys(scheme.weights(3))).toEqual(['content']);
  expect(scheme.weights(3).content!.projection!.shape).toEqual([3, 5]);
  expect(scheme.noise(8)).toEqual({
    shift: { size: 5, distribution: 'gumbel' },
    sample: { size: 8, distribution: 'gumbel' },
  });
  expect(neuralTuringMachine().emits(20)).toEqual({ key: 20, strength: 1, gate: 1, shift: 3, sharpening: 1 });
  expect(neuralTuringMachine().weights(20)).toEqual({});
});

it('promises the sum of the last stage that promises one', () => {
  const bounded = shift({ boundary: 'bounded' });
  expect(addressing(interpolate()).sum).toBe('one');
  expect(addressing(content(), bounded).sum).toBe('at most one');
  expect(addressing(content(), bounded, interpolate(), topK({ k: 2 })).sum).toBe('at most one');
  expect(addressing(content(), bounded, sharpen()).sum).toBe('one');
});

describe('choose', () => {
  it('adds up the log-probabilities of the stages that choose', () => {
    const size = { batch: 2, heads: 3, places: 5, width: 2, seed: 9 };
    const { random, previous, memory } = stageInput(size);
    const scheme = addressing(content(), sample(), shift({ taps: 'sample' }));
    const emitted = emissionsFor(scheme, size, random);
    const noise = drawNoise(scheme.noise(5), 2, 3, random);
    const { key, strength, shift: taps } = emitted as Record<string, tf.Tensor3D>;
    const soft = content().apply(
      { key: key!, strength: strength! },
      { weighting: previous, previous, memory },
    ) as tf.Tensor3D;
    const first = sample().apply({}, { weighting: soft, previous, memory, noise: noise.sample! }) as Choice;
    const second = shift({ taps: 'sample' }).apply(
      { shift: taps! },
      { weighting: first.weighting, previous, memory, noise: noise.shift! },
    ) as Choice;
    const both = scheme.choose({ emitted, memory, previous, noise });
    expectClose(both.weighting, array3(second.weighting), 0);
    expectClose(both.logProbability, first.logProbability.add(second.logProbability).arraySync(), 1e-6);
    expectClose(scheme.address({ emitted, memory, previous, noise }), array3(both.weighting), 0);
  });

  it('is sure of a soft weighting', () => {
    const size = { batch: 2, heads: 3, places: 5, width: 2, seed: 9 };
    const { random, previous, memory } = stageInput(size);
    const emitted = emissionsFor(neuralTuringMachine(), size, random);
    const { logProbability } = neuralTuringMachine().choose({ emitted, memory, previous });
    expect(logProbability.arraySync()).toEqual([[0, 0, 0], [0, 0, 0]]); // prettier-ignore
  });

  it('passes the gradient of the log-probability back through soft stages', () => {
    const size = { batch: 2, heads: 1, places: 4, width: 2, seed: 2 };
    const { random, previous, memory } = stageInput(size);
    const scheme = addressing(content({ similarity: 'dot' }), argmax());
    const { key } = emissionsFor(scheme, size, random);
    const slope = tf.grad((k: tf.Tensor) =>
      scheme.choose({ emitted: { key: k as tf.Tensor3D }, memory, previous }).logProbability.sum(),
    )(key!);
    // d log softmax(k . M)_c / dk = M_c - sum_i p_i M_i.
    const [p, m] = [array3(tf.matMul(key!, memory, false, true).softmax()), array3(memory)];
    const expected = p.map(([row], b) => {
      const best = row!.indexOf(Math.max(...row!));
      return [0, 1].map((column) => m[b]![best]![column]! - row!.reduce((sum, w, i) => sum + w * m[b]![i]![column]!, 0)); // prettier-ignore
    });
    expectClose(slope, expected);
  });
});

it('gives padding no weight, and every stage a previous weighting without any on it', () => {
  const previousSeen: number[][][][] = [];
  const look: Stage = {
    name: 'look',
    emits: () => ({}),
    apply: (_emitted, { weighting, previous }) => {
      previousSeen.push(array3(previous));
      return weighting;
    },
  };
  const scheme = addressing(
    content(),
    interpolate(),
    shift({ boundary: 'bounded' }),
    sharpen(),
    topK({ k: 2 }),
    look,
  );
  fc.assert(
    fc.property(sizes, (size) => {
      const { random, previous, memory } = stageInput(size);
      const mask = masks(random, size.batch, size.places);
      const inUse = mask.arraySync();
      const emitted = emissionsFor(scheme, size, random);
      const weighting = scheme.address({ emitted, memory, previous, mask });
      for (const weights of [array3(weighting), previousSeen.pop()!]) {
        const onPadding = weights.flatMap((heads, b) =>
          heads.flatMap((row) => row.filter((_, place) => inUse[b]![place] === 0)),
        );
        expect(onPadding).toEqual(onPadding.map(() => 0));
      }
      expectClose(weighting.sum(-1), tf.ones([size.batch, size.heads]).arraySync());
    }),
    { numRuns: 50 },
  );
});

it('stays finite, gradients too, where a row of the batch is all padding', () => {
  const size = { batch: 2, heads: 2, places: 3, width: 2, seed: 5 };
  const { random, previous, memory } = stageInput(size);
  const mask = tf.tensor2d([[1, 1, 0], [0, 0, 0]]); // prettier-ignore
  const scheme = addressing(content(), interpolate(), sharpen());
  const emitted = emissionsFor(scheme, size, random);
  const names = Object.keys(emitted);
  const loss = (m: tf.Tensor, ...values: tf.Tensor[]) =>
    scheme
      .address({
        emitted: Object.fromEntries(names.map((name, i) => [name, values[i] as tf.Tensor3D])),
        memory: m as tf.Tensor3D,
        previous,
        mask,
      })
      .square()
      .sum();
  const slopes = tf.grads(loss)([memory, ...Object.values(emitted)]);
  for (const slope of slopes) expect(Array.from(slope.dataSync()).every(Number.isFinite)).toBe(true);
});

it('frees all but its result', () => {
  const size = { batch: 2, heads: 1, places: 3, width: 2, seed: 1 };
  const { random, previous, memory } = stageInput(size);
  const scheme = addressing(content(), sample());
  const emitted = emissionsFor(scheme, size, random);
  const noise = drawNoise(scheme.noise(3), 2, 1, random);
  const before = tf.memory().numTensors;
  scheme.address({ emitted, memory, previous, noise });
  expect(tf.memory().numTensors).toBe(before + 1);
  scheme.choose({ emitted, memory, previous, noise });
  expect(tf.memory().numTensors).toBe(before + 4);
});

describe('refuses', () => {
  const wrong = (name: string, result: () => tf.Tensor3D | Choice): Stage => ({
    name,
    emits: () => ({}),
    apply: result,
  });

  it.each<[string, () => unknown, string]>([
    ['no stage', () => addressing(), 'addressing(...stages) needs at least one stage, got none'],
    [
      'two stages of one name',
      () => addressing(content(), sharpen(), content()),
      "two stages are named 'content', and a scheme needs them apart",
    ],
    [
      'two stages that want one emitted value',
      () => addressing(interpolate(), { ...shift(), name: 'other', emits: () => ({ gate: 1 }) }),
      "two stages want the emitted value 'gate', and a scheme needs them apart",
    ],
  ])('%s', (_what, make, message) => {
    expect(make).toThrow(new RangeError(message));
  });

  const z = (...shape: [number, number, number]) => tf.zeros<tf.Rank.R3>(shape);
  const input = (): AddressInput => ({
    emitted: { key: z(2, 1, 4), strength: z(2, 1, 1) },
    memory: z(2, 3, 4),
    previous: z(2, 1, 3),
  });

  it.each<[string, Scheme, () => Partial<AddressInput>, string]>([
    [
      'a missing emission',
      addressing(content()),
      () => ({ emitted: { key: z(2, 1, 4) } }),
      'emitted.strength is missing: the scheme needs [batch, heads, 1]',
    ],
    [
      'an emission of another size',
      addressing(content()),
      () => ({ emitted: { key: z(2, 1, 5), strength: z(2, 1, 1) } }),
      'emitted.key must have the shape [batch 2, heads 1, values 4], got [2, 1, 5]',
    ],
    [
      'a memory of another rank',
      addressing(content()),
      () => ({ memory: tf.zeros([2, 3]) as unknown as tf.Tensor3D }),
      'memory must have the shape [batch, places, width], got [2, 3]',
    ],
    [
      'a previous weighting over other places',
      addressing(content()),
      () => ({ previous: z(2, 1, 4) }),
      'previous must have the shape [batch 2, heads, places 3], got [2, 1, 4]',
    ],
    [
      'a mask of another size',
      addressing(content()),
      () => ({ mask: tf.ones([2, 4]) }),
      'mask must have the shape [batch 2, places 3], got [2, 4]',
    ],
    [
      'missing noise',
      addressing(content(), sample()),
      () => ({}),
      "noise.sample is missing: the stage 'sample' needs it",
    ],
    [
      'noise that would be shared by the batch',
      addressing(content(), sample()),
      () => ({ noise: { sample: z(1, 1, 3) } }),
      'noise.sample must have the shape [batch 2, heads 1, size 3], got [1, 1, 3]',
    ],
    [
      'missing weights',
      addressing(content({ similarity: 'additive', units: 4 })),
      () => ({}),
      "weights.content is missing: the stage 'content' needs it",
    ],
    [
      'a missing weight',
      addressing(content({ similarity: 'additive', units: 4 })),
      () => ({ weights: { content: { projection: tf.zeros([4, 4]) } } }),
      'weights.content.score is missing: it must be [4, 1]',
    ],
    [
      'a weight of another shape',
      addressing(content({ similarity: 'additive', units: 4 })),
      () => ({ weights: { content: { projection: tf.zeros([5, 4]), score: tf.zeros([4, 1]) } } }),
      'weights.content.projection must have the shape [axis 0 4, axis 1 4], got [5, 4]',
    ],
    [
      'a weighting of another shape from a stage',
      addressing(wrong('squeeze', () => z(2, 3, 1))),
      () => ({}),
      "the weighting from the stage 'squeeze' must have the shape [batch 2, heads 1, places 3], got [2, 3, 1]",
    ],
    [
      'log-probabilities of another shape from a stage',
      addressing(wrong('odds', () => ({ weighting: z(2, 1, 3), logProbability: tf.zeros([2, 3]) }))),
      () => ({}),
      "the log-probability from the stage 'odds' must have the shape [batch 2, heads 1], got [2, 3]",
    ],
  ])('%s', (_what, scheme, part, message) => {
    const before = tf.memory().numTensors;
    expect(() => tf.tidy(() => scheme.address({ ...input(), ...part() }))).toThrow(new RangeError(message));
    expect(tf.memory().numTensors).toBe(before);
  });
});
