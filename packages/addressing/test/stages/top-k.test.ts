import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { topK } from '../../src/index.js';
import { sizes, stageInput } from '../support/arbitraries.js';
import { array3, expectClose, sum } from '../support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const sparse = (k: number, weighting: tf.Tensor) =>
  topK({ k }).apply(
    {},
    { weighting: weighting as tf.Tensor3D, previous: weighting as tf.Tensor3D, memory: tf.zeros([1, 1, 1]) },
  ) as tf.Tensor3D;

/** Sorting by weight, then by place. */
function expected(row: number[], k: number): number[] {
  const order = row
    .map((weight, place) => ({ weight, place }))
    .sort((a, b) => b.weight - a.weight || a.place - b.place);
  const kept = order.slice(0, k).map(({ place }) => place);
  const total = sum(kept.map((place) => row[place]!));
  return row.map((weight, place) => (kept.includes(place) ? weight / total : 0));
}

describe('topK', () => {
  it('keeps the k largest weights, scaled to one', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 9 }), (size, k) => {
        const { weighting } = stageInput(size);
        expectClose(
          sparse(k, weighting),
          array3(weighting).map((heads) => heads.map((row) => expected(row, k))),
        );
      }),
    );
  });

  it('keeps the first among equals, never more than k', () => {
    expectClose(sparse(2, tf.tensor3d([[[0.25, 0.25, 0.25, 0.25]]])), [[[0.5, 0.5, 0, 0]]]);
    expectClose(sparse(3, tf.tensor3d([[[1, 0, 0, 0]]])), [[[1, 0, 0, 0]]]);
    expectClose(sparse(2, tf.tensor3d([[[0, 0, 0]]])), [[[0, 0, 0]]]);
    expectClose(sparse(1, tf.tensor3d([[[0.5]]])), [[[1]]]);
  });

  it('scales to one whether or not there are more than k places', () => {
    expectClose(sparse(2, tf.tensor3d([[[0.1, 0.3, 0]]])), [[[0.25, 0.75, 0]]]);
    expectClose(sparse(3, tf.tensor3d([[[0.1, 0.3, 0]]])), [[[0.25, 0.75, 0]]]);
  });

  it('passes the gradient through the places it keeps', () => {
    const weighting = tf.tensor3d([[[0.1, 0.4, 0.2, 0.3]]]);
    const slope = tf.grad((w: tf.Tensor) =>
      sparse(2, w)
        .mul(tf.tensor([1, 2, 3, 5]))
        .sum(),
    )(weighting);
    // y = (2 a + 5 b) / (a + b): dy/da = (2 - y) / 0.7, dy/db = (5 - y) / 0.7 with y = 2.3 / 0.7.
    const y = 2.3 / 0.7;
    expectClose(slope, [[[0, (2 - y) / 0.7, 0, (5 - y) / 0.7]]]);
  });

  it.each([0, 1.5])('refuses k = %d', (k) => {
    expect(() => topK({ k })).toThrow(new RangeError(`k must be an integer >= 1, got ${k}`));
  });
});
