import * as tf from '@tensorflow/tfjs';
import { optimize } from '../../src/api/optimize.js';
import { expectNothingChanges } from '../support/graphs.js';

beforeAll(() => tf.setBackend('cpu'));

test('an optimized program computes the same', () => {
  expectNothingChanges(optimize, { runs: 200 });
}, 240_000);
