import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { confine, hidePadding } from '../src/mask.js';
import { masks, sizes, stageInput } from './support/arbitraries.js';
import { array3, build, expectClose, sum } from './support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

describe('confine', () => {
  it('takes the weight off padding, and scales up the rest where it must sum to one', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { random, weighting } = stageInput(size);
        const mask = masks(random, size.batch, size.places);
        const [w, inUse] = [array3(weighting), mask.arraySync()];
        const left = build(weighting.shape, (b, h, p) => w[b]![h]![p]! * inUse[b]![p]!);
        expectClose(confine(weighting, mask, 'at most one'), left);
        expectClose(
          confine(weighting, mask, 'one'),
          left.map((heads) => heads.map((row) => row.map((weight) => weight / sum(row)))),
        );
      }),
    );
  });

  it('spreads a weighting that lay on padding alone over the places in use', () => {
    const mask = tf.tensor2d([[1, 0, 1, 0]]);
    const weighting = tf.tensor3d([[[0, 1, 0, 0], [0, 0.25, 0, 0.75]]]); // prettier-ignore
    expectClose(confine(weighting, mask, 'one'), [[[0.5, 0, 0.5, 0], [0.5, 0, 0.5, 0]]]); // prettier-ignore
    expectClose(confine(weighting, mask, 'at most one'), tf.zeros([1, 2, 4]).arraySync());
  });

  it('is empty, with a zero gradient, where no place is in use', () => {
    const [mask, weighting] = [tf.tensor2d([[0, 0]]), tf.tensor3d([[[0.5, 0.5]]])];
    expectClose(confine(weighting, mask, 'one'), [[[0, 0]]]);
    const slope = tf.grad((w: tf.Tensor) => confine(w as tf.Tensor3D, mask, 'one').sum())(weighting);
    expectClose(slope, [[[0, 0]]]);
  });
});

describe('hidePadding', () => {
  it('changes nothing without a mask', () => {
    const logits = tf.tensor3d([[[1, 2]]]);
    expect(hidePadding(logits)).toBe(logits);
  });

  it('makes a softmax give padding exactly nothing, whatever the logits', () => {
    const mask = tf.tensor2d([[1, 0, 1]]);
    for (const scale of [1, 1e9, 1e27]) {
      const logits = tf.tensor3d([[[-1 * scale, 2 * scale, -1 * scale]]]);
      expectClose(hidePadding(logits, mask).softmax(), [[[0.5, 0, 0.5]]]);
    }
  });

  it('leaves the places of a row equal that has none in use', () => {
    expectClose(hidePadding(tf.tensor3d([[[5, 1]]]), tf.tensor2d([[0, 0]])).softmax(), [[[0.5, 0.5]]]);
  });
});
