import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { read } from '../src/index.js';
import { sizes, stageInput } from './support/arbitraries.js';
import { array3, build, expectClose, sum } from './support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

it('gives each head the sum of the places by its weights', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const { weighting, memory } = stageInput(size);
      const [w, m] = [array3(weighting), array3(memory)];
      expectClose(
        read(weighting, memory),
        build([size.batch, size.heads, size.width], (b, h, column) =>
          sum(w[b]![h]!.map((weight, place) => weight * m[b]![place]![column]!)),
        ),
      );
    }),
  );
});

it('reads with all heads in one kernel', async () => {
  const { weighting, memory } = stageInput({ batch: 2, heads: 3, places: 5, width: 4, seed: 1 });
  const { kernelNames } = await tf.profile(() => read(weighting, memory));
  expect(kernelNames).toEqual(['BatchMatMul']);
});

it.each<[string, [number, number, number], string]>([
  ['other places', [2, 1, 4], 'weighting must have the shape [batch 2, heads, places 3], got [2, 1, 4]'],
  ['another batch', [1, 1, 3], 'weighting must have the shape [batch 2, heads, places 3], got [1, 1, 3]'],
])('refuses a weighting of %s', (_what, shape, message) => {
  expect(() => read(tf.zeros(shape), tf.zeros([2, 3, 5]))).toThrow(new RangeError(message));
});
