import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { type ContentOptions, content } from '../../src/index.js';
import { masks, numbers, sizes, type Sizes, stageInput } from '../support/arbitraries.js';
import {
  type Array3,
  array3,
  build,
  dotProduct,
  expectClose,
  softmax,
  softplus,
  sum,
} from '../support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const apply = (
  options: ContentOptions,
  emitted: Record<string, tf.Tensor3D>,
  input: Pick<ReturnType<typeof stageInput>, 'memory' | 'weighting' | 'previous'> & {
    mask?: tf.Tensor2D;
    weights?: Record<string, tf.Tensor>;
  },
) => content(options).apply(emitted, input) as tf.Tensor3D;

/** softmax over the places of strength * similarity, from plain arrays. */
function expected(
  { batch, heads, places }: Sizes,
  similarity: (b: number, h: number, p: number) => number,
  strength: Array3 | undefined,
): Array3 {
  const weighting = Array.from({ length: batch }, (_, b) =>
    Array.from({ length: heads }, (_, h) =>
      softmax(
        Array.from(
          { length: places },
          (_, p) => (strength ? softplus(strength[b]![h]![0]!) : 1) * similarity(b, h, p),
        ),
      ),
    ),
  );
  return weighting;
}

const norm = (vector: readonly number[]) => Math.sqrt(dotProduct(vector, vector));

describe('content', () => {
  it('compares by the smoothed cosine with a tanh key and a softplus strength', () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom(1e-3, 0.5), (size, epsilon) => {
        const { random, ...input } = stageInput(size);
        const key = numbers(random, [size.batch, size.heads, size.width]);
        const strength = numbers(random, [size.batch, size.heads, 1], 3);
        const [k, m] = [array3(key.tanh()), array3(input.memory)];
        expectClose(
          apply({ epsilon }, { key, strength }, input),
          expected(
            size,
            (b, h, p) => dotProduct(k[b]![h]!, m[b]![p]!) / (norm(k[b]![h]!) * norm(m[b]![p]!) + epsilon),
            array3(strength),
          ),
        );
      }),
    );
  });

  it('compares by the dot product with the bare key and no strength', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { random, ...input } = stageInput(size);
        const key = numbers(random, [size.batch, size.heads, size.width]);
        const [k, m] = [array3(key), array3(input.memory)];
        expectClose(
          apply({ similarity: 'dot' }, { key }, input),
          expected(size, (b, h, p) => dotProduct(k[b]![h]!, m[b]![p]!), undefined),
        );
      }),
    );
  });

  it('compares by v . tanh(k + U m)', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 5 }), (size, units) => {
        const { random, ...input } = stageInput(size);
        const key = numbers(random, [size.batch, size.heads, units]);
        const projection = numbers(random, [1, size.width, units]).reshape([size.width, units]);
        const score = numbers(random, [1, units, 1]).reshape([units, 1]);
        const [k, m] = [array3(key), array3(input.memory)];
        const [u, v] = [projection.arraySync() as number[][], score.arraySync() as number[][]];
        const hidden = (b: number, h: number, p: number, unit: number) =>
          Math.tanh(k[b]![h]![unit]! + sum(m[b]![p]!.map((x, column) => x * u[column]![unit]!)));
        expectClose(
          apply({ similarity: 'additive', units }, { key }, { ...input, weights: { projection, score } }),
          expected(
            size,
            (b, h, p) => sum(v.map(([weight], unit) => weight! * hidden(b, h, p, unit))),
            undefined,
          ),
        );
      }),
    );
  });

  it('gives the values worked out by hand', () => {
    // Key tanh(1e4) = [1, 0]; rows at angles 0, 90 and 180 degrees; strength softplus(1) = 1.3133.
    const memory = tf.tensor3d([[[2, 0], [0, 3], [-1, 0]]]); // prettier-ignore
    const previous = tf.zeros<tf.Rank.R3>([1, 1, 3]);
    const emitted = { key: tf.tensor3d([[[1e4, 0]]]), strength: tf.tensor3d([[[1]]]) };
    const weighting = apply({ epsilon: 1e-12 }, emitted, { memory, weighting: previous, previous });
    // exp(1.3133) : 1 : exp(-1.3133) = 3.71828 : 1 : 0.26894, sum 4.98722
    expectClose(weighting, [[[0.745562, 0.200512, 0.053926]]]);
  });

  it('gives padding no weight and the places in use what they have without it', () => {
    fc.assert(
      fc.property(sizes, fc.constantFrom('cosine' as const, 'dot' as const), (size, similarity) => {
        const { random, ...input } = stageInput(size);
        const mask = masks(random, size.batch, size.places);
        const key = numbers(random, [size.batch, size.heads, size.width]);
        const emitted = {
          key,
          ...(similarity === 'cosine' && { strength: key.slice([0, 0, 0], [-1, -1, 1]) }),
        };
        const [whole, masked] = [
          apply({ similarity }, emitted, input),
          apply({ similarity }, emitted, { ...input, mask }),
        ];
        const [w, inUse] = [array3(whole), mask.arraySync()];
        const left = build(whole.shape, (b, h, p) => w[b]![h]![p]! * inUse[b]![p]!);
        expectClose(
          masked,
          left.map((head) => head.map((row) => row.map((weight) => weight / sum(row)))),
        );
      }),
    );
  });

  it('is uniform and has a zero gradient in an all-zero memory', () => {
    const memory = tf.zeros<tf.Rank.R3>([1, 4, 3]);
    const emitted = { key: tf.zeros<tf.Rank.R3>([1, 1, 3]), strength: tf.fill<tf.Rank.R3>([1, 1, 1], 1e4) };
    const previous = tf.zeros<tf.Rank.R3>([1, 1, 4]);
    const first = (m: tf.Tensor) =>
      apply({}, emitted, { memory: m as tf.Tensor3D, weighting: previous, previous })
        .slice([0, 0, 0], [1, 1, 1])
        .sum();
    expectClose(first(memory), 0.25);
    expectClose(tf.grad(first)(memory), new Array(12).fill(0));
  });

  it('picks the nearest place as the strength grows', () => {
    const random = RandomStream.fromSeed(3);
    const memory = numbers(random, [2, 5, 3]);
    const previous = tf.zeros<tf.Rank.R3>([2, 1, 5]);
    const key = numbers(random, [2, 1, 3]);
    const at = (strength: number) =>
      apply({}, { key, strength: tf.fill([2, 1, 1], strength) }, { memory, weighting: previous, previous });
    expectClose(at(1e6), array3(tf.oneHot(at(1).argMax(-1), 5)));
  });

  it('says what it needs', () => {
    expect(content().emits(20)).toEqual({ key: 20, strength: 1 });
    expect(content({ strength: false }).emits(20)).toEqual({ key: 20 });
    expect(content({ similarity: 'dot', strength: true }).emits(3)).toEqual({ key: 3, strength: 1 });
    expect(content({ similarity: 'additive', units: 7 }).emits(20)).toEqual({ key: 7 });
    const weights = content({ similarity: 'additive', units: 7 }).weights!(20);
    expect(Object.entries(weights).map(([name, { shape }]) => [name, shape])).toEqual([
      ['projection', [20, 7]],
      ['score', [7, 1]],
    ]);
    expect(content().weights).toBeUndefined();
  });

  it.each([
    [
      { similarity: 'cosinus' as 'cosine' },
      "similarity must be one of 'cosine', 'dot', 'additive', got \"cosinus\"",
    ],
    [{ squash: 'relu' as 'tanh' }, "squash must be one of 'tanh', 'none', got \"relu\""],
    [{ epsilon: 0 }, 'epsilon must be a finite number > 0, got 0'],
    [
      { similarity: 'additive' as const },
      "units must be an integer >= 1 with the similarity 'additive', got undefined",
    ],
    [{ similarity: 'additive' as const, units: 0 }, 'units must be an integer >= 1, got 0'],
  ])('refuses %p', (options, message) => {
    expect(() => content(options)).toThrow(new RangeError(message));
  });
});
