import * as tf from '@tensorflow/tfjs';
import { jit } from '../../src/api/jit.js';
import { optimize } from '../../src/api/optimize.js';
import { Family } from '../../src/family/family.js';
import type { Graph } from '../../src/graph/graph.js';
import type { Kernel } from '../../src/ir/kernel.js';
import { plan } from '../../src/plan/plan.js';
import type { TracedFunction } from '../../src/record/record.js';
import { LSTM } from '../models/lstm.js';
import { generator, NTM } from '../models/ntm.js';
import { expectSameResults, recorded } from '../support/recorded.js';

beforeAll(() => tf.setBackend('cpu'));

const sizes = { batch: 3, input: 5, output: 4, units: 7, places: 9, width: 6 };

const numbers = (shape: [number, number, number], seed: number): tf.Tensor3D => {
  const random = generator(seed);
  return tf.tensor3d(
    Array.from({ length: shape.reduce((a, b) => a * b) }, () => random()),
    shape,
  );
};

/** Of such a size it pays to leave out the zeros that steps without a loss have as their gradients. */
const large = { ...sizes, output: 9, units: 40 };

const models = {
  NTM: { make: () => new NTM(sizes, generator(1)), output: sizes.output, ofFewRows: [0, 1, 3, 4] },
  LSTM: { make: () => new LSTM(sizes, generator(1)), output: sizes.output, ofFewRows: [0, 1, 3, 4] },
  'LSTM of many units': {
    make: () => new LSTM(large, generator(1)),
    output: large.output,
    ofFewRows: [0, 1, 2, 3],
  },
};

describe.each(Object.entries(models))('gradients of an %s', (_, { make, output, ofFewRows }) => {
  const model = make();
  const inputs = (length: number, batch: number): [tf.Tensor3D, tf.Tensor3D] => [
    numbers([2 * length, batch, sizes.input], length),
    numbers([length, batch, output], length + 100),
  ];
  const step = (x: tf.Tensor3D, y: tf.Tensor3D) => tf.variableGrads(() => model.loss(x, y)).grads;

  test.each([3, 20])('have the same kernels for all lengths, but for the loss, in batches of %d', (batch) => {
    const table = new Map<string, Kernel>();
    const known: number[] = [];
    const family = new Family(optimize);
    for (const length of [10, 4, 23, 30]) {
      const graph: Graph = recorded(step as TracedFunction, inputs(length, batch));
      const optimized = family.optimize(graph);
      plan(optimized, () => 0, table);
      known.push(table.size);
      if (length < 20) expectSameResults(optimized, graph, 1e-4);
    }
    // The loss is a mean, so one kernel divides by the number of elements. If that is the product that gives the outputs, of
    // few rows, it is two: for groups of steps and for those left over.
    expect(known.map((count) => count - known[0]!)).toEqual(batch === 3 ? ofFewRows : [0, 1, 2, 3]);
  });

  test.each([1, 17])('are those of eager tfjs at all lengths, in batches of %d', (batch) => {
    const compiled = jit(step, { fallback: 'error' });
    for (const length of [4, 1, 9, 2, 7]) {
      const given = inputs(length, batch);
      const [actual, expected] = [compiled(...given), step(...given)];
      for (const [name, gradient] of Object.entries(expected)) {
        const error = tf.norm(tf.sub(actual[name]!, gradient)).dataSync()[0]!;
        expect(error / tf.norm(gradient).dataSync()[0]!).toBeLessThan(1e-4);
      }
    }
    compiled.dispose();
  });
});
