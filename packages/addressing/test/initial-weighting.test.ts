import { RandomStream } from '@loci/random';
import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { createVariables, initialWeighting, type InitialWeightingOptions } from '../src/index.js';
import { expectClose, softmax } from './support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

it('stands on place 0 unless told otherwise', () => {
  const start = initialWeighting({ heads: 2, places: 3 });
  expect(start.weights).toEqual({});
  expectClose(start.initial(2), [[[1, 0, 0], [1, 0, 0]], [[1, 0, 0], [1, 0, 0]]]); // prettier-ignore
  expectClose(initialWeighting({ heads: 1, places: 1 }).initial(1), [[[1]]]);
});

it('is the same everywhere where it is uniform', () => {
  expectClose(initialWeighting({ heads: 1, places: 4, kind: 'uniform' }).initial(2), [
    [[0.25, 0.25, 0.25, 0.25]],
    [[0.25, 0.25, 0.25, 0.25]],
  ]);
});

it('is a softmax over trained logits, one row a head, for each of the batch', () => {
  const start = initialWeighting({ heads: 2, places: 3, kind: 'learned' });
  const logits = [[1, 2, 4], [0, -1, 1]]; // prettier-ignore
  const weighting = start.initial(3, { logits: tf.tensor2d(logits) });
  expectClose(
    weighting,
    [0, 1, 2].map(() => logits.map(softmax)),
  );
});

it('draws logits with the deviation given, those of place 0 higher by the peak', () => {
  const logits = (options: Partial<InitialWeightingOptions>) => {
    const start = initialWeighting({ heads: 40, places: 50, kind: 'learned', ...options });
    return createVariables(start.weights, RandomStream.fromSeed(4)).logits!.arraySync() as number[][];
  };
  const deviation = (numbers: number[]) =>
    Math.sqrt(numbers.reduce((total, x) => total + x * x, 0) / numbers.length);
  // Five standard deviations of the estimate from 2000 draws: 5 / sqrt(2 * 2000) = 8 %.
  expect(Math.abs(deviation(logits({}).flat()) - 1)).toBeLessThan(0.08);
  expect(Math.abs(deviation(logits({ scale: 3 }).flat()) / 3 - 1)).toBeLessThan(0.08);
  const [flat, peaked] = [logits({}), logits({ peak: 5 })];
  peaked.forEach((row, head) =>
    row.forEach((logit, place) => expect(logit - flat[head]![place]!).toBeCloseTo(place === 0 ? 5 : 0, 5)),
  );
});

it.each<[Partial<InitialWeightingOptions>, string]>([
  [{ heads: 0 }, 'heads must be an integer >= 1, got 0'],
  [{ places: -1 }, 'places must be an integer >= 1, got -1'],
  [{ kind: 'first' as 'one-hot' }, "kind must be one of 'one-hot', 'uniform', 'learned', got \"first\""],
  [{ scale: -0.1 }, 'scale must be a finite number >= 0, got -0.1'],
  [{ peak: Infinity }, 'peak must be a finite number, got Infinity'],
])('refuses %p', (wrong, message) => {
  expect(() => initialWeighting({ heads: 1, places: 2, ...wrong })).toThrow(new RangeError(message));
});
