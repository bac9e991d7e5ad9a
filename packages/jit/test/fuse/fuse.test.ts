import * as tf from '@tensorflow/tfjs';
import fc from 'fast-check';
import { optimize } from '../../src/api/optimize.js';
import { instructions, runProgram } from '../support/programs.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

test('a fused program computes the same', () => {
  const args = [tf.zeros([3, 4]), tf.zeros([2, 3, 4]), tf.zeros([4]), tf.zeros([3, 1])];
  fc.assert(
    fc.property(instructions(12), (list) => {
      const graph = recorded((...given: tf.Tensor[]) => runProgram(list, given), args);
      expectSameResults(optimize(graph), graph);
    }),
    { numRuns: 200 },
  );
}, 120_000);
