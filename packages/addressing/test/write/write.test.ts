import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import {
  type Emitted,
  eraseAdd,
  interpolatingWrite,
  type WriteOptions,
  type WriteRule,
} from '../../src/index.js';
import { numbers, sizes, type Sizes, stageInput, weightings } from '../support/arbitraries.js';
import { array3, build, expectClose, sigmoid } from '../support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const rules = { eraseAdd, interpolatingWrite };
const eachRule = Object.entries(rules);
const squashes = fc.constantFrom<WriteOptions['squash'][]>('tanh', 'none', undefined);

function drawn(rule: WriteRule, { batch, heads, width }: Sizes, random: RandomStream): Emitted {
  return Object.fromEntries(
    Object.entries(rule.emits(width)).map(([name, size]) => [name, numbers(random, [batch, heads, size], 2)]),
  );
}

/** The equations for one number after the other: all heads erase, then all heads add. */
function expected(
  size: Sizes,
  { weighting, memory, erase, add }: Record<string, tf.Tensor>,
  bounded: boolean,
) {
  const [w, m, a] = [array3(weighting!), array3(memory!), array3(add!)];
  const e = erase && array3(erase);
  return build([size.batch, size.places, size.width], (b, place, column) => {
    let value = m[b]![place]![column]!;
    for (let h = 0; h < size.heads; h++)
      value *= 1 - w[b]![h]![place]! * (e ? sigmoid(e[b]![h]![column]!) : 1);
    for (let h = 0; h < size.heads; h++) {
      const added = a[b]![h]![column]!;
      value += w[b]![h]![place]! * (bounded ? Math.tanh(added) : added);
    }
    return value;
  });
}

describe.each(eachRule)('%s', (_name, make) => {
  it('writes as plain loops do, several heads at once', () => {
    fc.assert(
      fc.property(sizes, squashes, (size, squash) => {
        const { random, weighting, memory } = stageInput(size);
        const rule = squash ? make({ squash }) : make();
        const emitted = drawn(rule, size, random);
        expectClose(
          rule.apply(emitted, { weighting, memory }),
          expected(size, { ...emitted, weighting, memory }, squash !== 'none'),
        );
      }),
    );
  });

  it('has the gradients of the equations, by central differences', () => {
    const size = { batch: 2, heads: 2, places: 3, width: 2, seed: 3 };
    const { random, weighting, memory } = stageInput(size);
    const rule = make();
    const coefficients = numbers(random, [size.batch, size.places, size.width]);
    const inputs: Record<string, tf.Tensor> = { ...drawn(rule, size, random), weighting, memory };
    const names = Object.keys(inputs);
    const loss = (...tensors: tf.Tensor[]) => {
      const given = Object.fromEntries(names.map((name, index) => [name, tensors[index]!]));
      const { weighting: w, memory: m, ...emitted } = given as Record<string, tf.Tensor3D>;
      return rule.apply(emitted, { weighting: w!, memory: m! }).mul(coefficients).sum();
    };
    const slopes = tf.grads(loss)(Object.values(inputs));
    // The oracle in double precision, one number moved at a time.
    const weightsOfLoss = array3(coefficients).flat(2);
    const at = (name: string, index: number, step: number) => {
      const values = Array.from(inputs[name]!.dataSync());
      values[index]! += step;
      const moved = { ...inputs, [name]: tf.tensor(values, inputs[name]!.shape) };
      const result = expected(size, moved, true).flat(2);
      return result.reduce((total, x, i) => total + x * weightsOfLoss[i]!, 0);
    };
    names.forEach((name, index) => {
      const slope = Array.from(slopes[index]!.dataSync());
      const numeric = slope.map((_, i) => (at(name, i, 1e-2) - at(name, i, -1e-2)) / 2e-2);
      slope.forEach((value, i) => expect(Math.abs(value - numeric[i]!)).toBeLessThan(1e-4));
    });
  });

  it('leaves a place alone that no head addresses, and the memory itself', () => {
    const random = RandomStream.fromSeed(3);
    const memory = numbers(random, [1, 3, 2]);
    const before = array3(memory);
    const weighting = tf.tensor3d([[[0.5, 0, 0], [0, 0, 1]]]); // prettier-ignore
    const emitted = drawn(make(), { batch: 1, heads: 2, places: 3, width: 2, seed: 0 }, random);
    const after = array3(make().apply(emitted, { weighting, memory }));
    expect(after[0]![1]).toEqual(before[0]![1]);
    expect(array3(memory)).toEqual(before);
  });

  it('does not care for the order of the heads', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { random, weighting, memory } = stageInput(size);
        const emitted = drawn(make(), size, random);
        const turned = Object.fromEntries(
          Object.entries(emitted).map(([name, values]) => [name, values.reverse(1)]),
        );
        expectClose(
          make().apply(turned, { weighting: weighting.reverse(1), memory }),
          array3(make().apply(emitted, { weighting, memory })),
        );
      }),
    );
  });

  it('refuses shapes that do not fit, by name', () => {
    const rule = make();
    const memory = tf.zeros<tf.Rank.R3>([2, 3, 4]);
    const weighting = tf.zeros<tf.Rank.R3>([2, 1, 3]);
    const emitted = Object.fromEntries(
      Object.entries(rule.emits(4)).map(([name, width]) => [name, tf.zeros<tf.Rank.R3>([2, 1, width])]),
    );
    expect(() => rule.apply({ erase: tf.zeros([2, 1, 4]) }, { weighting, memory })).toThrow(
      new RangeError(`emitted.add is missing: ${rule.name} needs [batch, heads, 4]`),
    );
    expect(() => rule.apply({ ...emitted, add: tf.zeros([2, 1, 3]) }, { weighting, memory })).toThrow(
      new RangeError('emitted.add must have the shape [batch 2, heads 1, values 4], got [2, 1, 3]'),
    );
    expect(() => rule.apply(emitted, { weighting: tf.zeros([2, 1, 5]), memory })).toThrow(
      new RangeError('weighting must have the shape [batch 2, heads, places 3], got [2, 1, 5]'),
    );
  });

  it('refuses an unknown squash', () => {
    expect(() => make({ squash: 'relu' as 'tanh' })).toThrow(
      new RangeError("squash must be one of 'tanh', 'none', got \"relu\""),
    );
  });
});

it('erase-add gives the values worked out by hand', () => {
  const memory = tf.tensor3d([[[1, 2], [3, 4]]]); // prettier-ignore
  const weighting = tf.tensor3d([[[0.5, 1]]]);
  // Erase sigmoid(0) = 1/2 and sigmoid(1e4) = 1; add tanh(-1e4) = -1 and tanh(0) = 0.
  const emitted = { erase: tf.tensor3d([[[0, 1e4]]]), add: tf.tensor3d([[[-1e4, 0]]]) };
  expectClose(eraseAdd().apply(emitted, { weighting, memory }), [[[0.75 - 0.5, 1], [1.5 - 1, 0]]]); // prettier-ignore
});

it('an interpolating write is erase-add with an erase vector of ones', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const { random, weighting, memory } = stageInput(size);
      const { add } = drawn(interpolatingWrite(), size, random);
      const erase = tf.fill<tf.Rank.R3>([size.batch, size.heads, size.width], 1e4);
      expectClose(
        interpolatingWrite().apply({ add: add! }, { weighting, memory }),
        array3(eraseAdd().apply({ erase, add: add! }, { weighting, memory })),
      );
    }),
  );
});

it('replaces a place that one head addresses wholly', () => {
  const { random, memory } = stageInput({ batch: 2, heads: 1, places: 4, width: 3, seed: 1 });
  const weighting = weightings(random, [2, 1, 4])
    .mul<tf.Tensor3D>(0)
    .add<tf.Tensor3D>(tf.tensor([0, 0, 1, 0]));
  const add = numbers(random, [2, 1, 3]);
  const after = array3(interpolatingWrite({ squash: 'none' }).apply({ add }, { weighting, memory }));
  expect(after.map((rows) => rows[2])).toEqual(array3(add).map(([row]) => row));
});
