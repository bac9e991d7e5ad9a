import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { type Choice, drawNoise, shift, type ShiftOptions } from '../../src/index.js';
import { masks, numbers, sizes, stageInput } from '../support/arbitraries.js';
import { type Array3, array3, build, expectClose, softmax } from '../support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

/** sum over offsets of s(o) w(i - o), the index wrapped or not. */
function moved(w: Array3, s: Array3, boundary: 'circular' | 'bounded'): Array3 {
  const [places, taps] = [w[0]![0]!.length, s[0]![0]!.length];
  return build([w.length, w[0]!.length, places], (b, h, i) => {
    let weight = 0;
    for (let tap = 0; tap < taps; tap++) {
      const from = i - (tap - (taps - 1) / 2);
      const wrapped = ((from % places) + places) % places;
      const source = boundary === 'circular' ? wrapped : from;
      weight += s[b]![h]![tap]! * (w[b]![h]![source] ?? 0);
    }
    return weight;
  });
}

const options = fc.record({
  range: fc.integer({ min: 0, max: 4 }),
  boundary: fc.constantFrom('circular' as const, 'bounded' as const),
});

describe('shift', () => {
  it('moves the weighting by every offset, ring shorter than the range included', () => {
    fc.assert(
      fc.property(sizes, options, (size, { range, boundary }) => {
        const { random, ...input } = stageInput(size);
        const taps = numbers(random, [size.batch, size.heads, 2 * range + 1], 2);
        const s = array3(taps).map((heads) => heads.map(softmax));
        expectClose(
          shift({ range, boundary }).apply({ shift: taps }, input) as tf.Tensor3D,
          moved(array3(input.weighting), s, boundary),
        );
      }),
    );
  });

  it.each([
    ['circular' as const, [0.1, 0.2, 0.3, 0.4], [0.4, 0.1, 0.2, 0.3]],
    ['bounded' as const, [0.1, 0.2, 0.3, 0.4], [0, 0.1, 0.2, 0.3]],
  ])('moves by one place to the right, %s', (boundary, before, after) => {
    const weighting = tf.tensor3d([[before]]);
    const toTheRight = tf.tensor3d([[[-1e4, -1e4, 1e4]]]);
    const input = { weighting, previous: weighting, memory: tf.zeros<tf.Rank.R3>([1, 4, 2]) };
    expectClose(shift({ boundary }).apply({ shift: toTheRight }, input) as tf.Tensor3D, [[after]]);
  });

  it('has the first and second derivatives of the sum written out', () => {
    fc.assert(
      fc.property(sizes, options, (size, { range, boundary }) => {
        const { random, weighting, previous, memory } = stageInput(size);
        const taps = numbers(random, [size.batch, size.heads, 2 * range + 1]);
        const coefficients = numbers(random, [size.batch, size.heads, size.places]);
        const stage = shift({ range, boundary });
        const byStage = (w: tf.Tensor, s: tf.Tensor) =>
          stage.apply(
            { shift: s as tf.Tensor3D },
            { weighting: w as tf.Tensor3D, previous, memory },
          ) as tf.Tensor;
        const byMatrix = (w: tf.Tensor, s: tf.Tensor) => {
          const copies = Array.from({ length: 2 * range + 1 }, (_, tap) => {
            const matrix = build([1, size.places, size.places], (_b, from, to) => {
              const target = from + tap - range;
              const landed =
                boundary === 'circular' ? target - Math.floor(target / size.places) * size.places : target;
              return landed === to ? 1 : 0;
            });
            const copy = w
              .reshape<tf.Tensor2D>([-1, size.places])
              .matMul(tf.tensor3d(matrix).squeeze<tf.Tensor2D>([0]));
            return copy.reshape(w.shape).mul(s.softmax().slice([0, 0, tap], [-1, -1, 1]));
          });
          return tf.addN(copies);
        };
        const loss = (fn: typeof byStage) => (w: tf.Tensor, s: tf.Tensor) =>
          fn(w, s).square().mul(coefficients).sum().asScalar();
        const slopes = (fn: typeof byStage) => tf.grads(loss(fn))([weighting, taps]);
        slopes(byStage).forEach((slope, index) => expectClose(slope, array3(slopes(byMatrix)[index]!), 1e-4));
        const curvature = (fn: typeof byStage) =>
          tf.grad((w: tf.Tensor) => tf.grads(loss(fn))([w, taps])[1]!.square().sum())(weighting);
        expectClose(curvature(byStage), array3(curvature(byMatrix)), 1e-4);
      }),
      { numRuns: 40 },
    );
  });

  it('lets weight fall off onto padding where it is bounded, and refuses a ring with padding', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { random, ...input } = stageInput(size);
        const mask = masks(random, size.batch, size.places);
        const taps = numbers(random, [size.batch, size.heads, 3]);
        const bounded = shift({ boundary: 'bounded' });
        const free = bounded.apply({ shift: taps }, input) as tf.Tensor3D;
        const masked = bounded.apply({ shift: taps }, { ...input, mask }) as tf.Tensor3D;
        expectClose(masked, array3(free.mul(mask.expandDims(1))));
        expect(() => shift().apply({ shift: taps }, { ...input, mask })).toThrow(
          /boundary must be 'bounded'/,
        );
      }),
    );
  });

  describe('with hard taps', () => {
    const hard = (settings: ShiftOptions, taps: tf.Tensor3D, weighting: tf.Tensor3D, noise?: tf.Tensor3D) =>
      shift(settings).apply(
        { shift: taps },
        { weighting, previous: weighting, memory: tf.zeros([1, 1, 1]), ...(noise && { noise }) },
      ) as Choice;

    it('takes the most probable offset and says how probable it was', () => {
      const taps = tf.tensor3d([[[0, 1, 2]]]);
      const { weighting, logProbability } = hard({ taps: 'argmax' }, taps, tf.tensor3d([[[1, 0, 0]]]));
      expectClose(weighting, [[[0, 1, 0]]]);
      // e^2 / (1 + e + e^2)
      expectClose(logProbability, [Math.log(0.66524096)]);
    });

    it('draws offsets with their probabilities', () => {
      const random = RandomStream.fromSeed(11);
      const batch = 4000;
      const probabilities = [0.2, 0.5, 0.3];
      const taps = tf.tile(tf.tensor3d([[probabilities.map(Math.log)]]), [batch, 1, 1]);
      const weighting = tf.tile(tf.tensor3d([[[0, 1, 0]]]), [batch, 1, 1]);
      const noise = drawNoise({ shift: shift({ taps: 'sample' }).noise!(3) }, batch, 1, random).shift!;
      const { weighting: drawn, logProbability } = hard({ taps: 'sample' }, taps, weighting, noise);
      // Five standard deviations of the mean of 4000 draws: 5 * sqrt(0.25 / 4000) = 0.04.
      expectClose(drawn.mean([0, 1]), probabilities, 0.04);
      expectClose(
        logProbability,
        array3(drawn).map(([row]) => Math.log(probabilities[row!.indexOf(1)]!)),
      );
    });

    it('passes the gradient to the weighting through the move and to the taps through the log-probability', () => {
      const weighting = tf.tensor3d([[[0.5, 0.3, 0.2]]]);
      const taps = tf.tensor3d([[[0, 1, 2]]]);
      const placed = (w: tf.Tensor, s: tf.Tensor) =>
        hard({ taps: 'argmax' }, s as tf.Tensor3D, w as tf.Tensor3D)
          .weighting.mul(tf.tensor([1, 2, 3]))
          .sum();
      const [byWeighting, byTaps] = tf.grads(placed)([weighting, taps]);
      expectClose(byWeighting!, [[[2, 3, 1]]]);
      expectClose(byTaps!, [[[0, 0, 0]]]);
      const probable = (s: tf.Tensor) =>
        hard({ taps: 'argmax' }, s as tf.Tensor3D, weighting).logProbability.sum();
      const p = softmax([0, 1, 2]);
      expectClose(tf.grad(probable)(taps), [[[-p[0]!, -p[1]!, 1 - p[2]!]]]);
    });
  });

  it('says what it needs', () => {
    expect(shift({ range: 3 }).emits(20)).toEqual({ shift: 7 });
    expect(shift().noise).toBeUndefined();
    expect(shift({ range: 2, taps: 'sample' }).noise!(128)).toEqual({ size: 5, distribution: 'gumbel' });
    expect([shift().sum, shift({ boundary: 'bounded' }).sum]).toEqual([undefined, 'at most one']);
  });

  it.each([
    [{ range: -1 }, 'range must be an integer >= 0, got -1'],
    [{ range: 0.5 }, 'range must be an integer >= 0, got 0.5'],
    [{ boundary: 'ring' as 'circular' }, "boundary must be one of 'circular', 'bounded', got \"ring\""],
    [{ taps: 'hard' as 'soft' }, "taps must be one of 'soft', 'sample', 'argmax', got \"hard\""],
  ])('refuses %p', (settings, message) => {
    expect(() => shift(settings)).toThrow(new RangeError(message));
  });
});
