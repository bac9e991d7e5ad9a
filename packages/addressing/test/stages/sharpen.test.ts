import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { sharpen } from '../../src/index.js';
import { masks, numbers, sizes, stageInput } from '../support/arbitraries.js';
import { array3, expectClose, softplus, sum } from '../support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const memory = () => tf.zeros<tf.Rank.R3>([1, 1, 1]);

const sharpened = (weights: number[], emitted: number) => {
  const weighting = tf.tensor3d([[weights]]);
  const input = { weighting, previous: weighting, memory: memory() };
  return sharpen().apply({ sharpening: tf.tensor3d([[[emitted]]]) }, input) as tf.Tensor3D;
};

describe('sharpen', () => {
  it('raises to a power and normalises', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { random, ...input } = stageInput(size);
        const sharpening = numbers(random, [size.batch, size.heads, 1], 3);
        const [w, y] = [array3(input.weighting), array3(sharpening)];
        const powers = w.map((heads, b) =>
          heads.map((row, h) => row.map((weight) => weight ** (1 + softplus(y[b]![h]![0]!)))),
        );
        expectClose(
          sharpen().apply({ sharpening }, input) as tf.Tensor3D,
          powers.map((heads) => heads.map((row) => row.map((power) => power / sum(row)))),
        );
      }),
    );
  });

  it('gives the values worked out by hand', () => {
    // softplus(0.5413249) = 1, so the weights are squared: 0.25, 0.09, 0.04 over 0.38.
    expectClose(sharpened([0.5, 0.3, 0.2], 0.5413249), [[[0.657895, 0.236842, 0.105263]]]);
  });

  it.each([1e4, 1e9])('picks the largest weight at a sharpening of %d', (emitted) => {
    expectClose(sharpened([0.3, 0.1, 0.6], emitted), [[[0, 0, 1]]]);
  });

  it('changes nothing where the sharpening is 1', () => {
    expectClose(sharpened([0, 1, 0], -1e4), [[[0, 1, 0]]], 1e-9);
    expectClose(sharpened([0.5, 0.3, 0.2], -1e9), [[[0.5, 0.3, 0.2]]], 1e-6);
  });

  it('brings a weighting that lost weight back to one, and an empty one to the uniform', () => {
    expectClose(sharpened([0.1, 0.3, 0], -1e4), [[[0.25, 0.75, 0]]]);
    expectClose(sharpened([0, 0, 0, 0], 3), [[[0.25, 0.25, 0.25, 0.25]]]);
    expectClose(sharpened([1e-30, 0, 0, 0], 1e9), [[[0.25, 0.25, 0.25, 0.25]]]);
  });

  it('counts negative weights as nothing', () => {
    expectClose(sharpened([-1e-6, 1, 0], 1), [[[0, 1, 0]]]);
  });

  it('has a finite gradient at zeros and at extreme powers', () => {
    for (const emitted of [-1e9, -1e4, 0, 10, 1e4, 1e9]) {
      const weighting = tf.tensor3d([[[0, 1e-30, 0.4, 0.6, 0]]]);
      const slopes = tf.grads((w: tf.Tensor, y: tf.Tensor) =>
        (
          sharpen().apply(
            { sharpening: y as tf.Tensor3D },
            { weighting: w as tf.Tensor3D, previous: weighting, memory: memory() },
          ) as tf.Tensor3D
        )
          .mul(tf.tensor([1, -2, 3, 5, 7]))
          .sum(),
      )([weighting, tf.tensor3d([[[emitted]]])]);
      for (const slope of slopes) expect(Array.from(slope.dataSync()).every(Number.isFinite)).toBe(true);
    }
  });

  it('gives padding no weight, empty weightings included', () => {
    fc.assert(
      fc.property(sizes, fc.boolean(), (size, empty) => {
        const { random, ...input } = stageInput(size);
        const mask = masks(random, size.batch, size.places);
        const weighting = (empty ? tf.zerosLike(input.weighting) : input.weighting).mul<tf.Tensor3D>(
          mask.expandDims(1),
        );
        const sharpening = numbers(random, [size.batch, size.heads, 1]);
        const result = sharpen().apply({ sharpening }, { ...input, weighting, mask }) as tf.Tensor3D;
        expectClose(
          result
            .mul(tf.sub(1, mask.expandDims(1)))
            .abs()
            .max(),
          0,
          0,
        );
        expectClose(result.sum(-1), tf.ones([size.batch, size.heads]).arraySync());
      }),
    );
  });

  it.each([0, 1, NaN])('refuses the epsilon %d', (epsilon) => {
    expect(() => sharpen({ epsilon })).toThrow(/^epsilon must be /);
  });
});
