import * as tf from '@tensorflow/tfjs';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { runningBaseline } from '../../src/index.js';
import { expectClose } from '../support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

it('moves the mean of each situation that occurred towards its average return, by hand', () => {
  const baseline = runningBaseline({ slots: 3, rate: 0.5 });
  const slots = tf.tensor2d([
    [0, 0],
    [1, 1],
  ]);
  const update = () =>
    baseline.update(
      slots,
      tf.tensor2d([
        [4, 8],
        [2, 100],
      ]),
      tf.tensor2d([
        [1, 1],
        [1, 0],
      ]),
    );
  update();
  expectClose(baseline.expected(slots), [
    [3, 3],
    [1, 1],
  ]); // half way to 6 and to 2; what is masked does not count
  update();
  expectClose(baseline.expected(tf.tensor1d([0, 1, 2])), [4.5, 1.5, 0]);
});

it('says what is out of range', () => {
  expect(() => runningBaseline({ slots: 0 })).toThrow('slots must be an integer >= 1, got 0');
  expect(() => runningBaseline({ slots: 2, rate: 0 })).toThrow('rate must be in (0, 1], got 0');
});
