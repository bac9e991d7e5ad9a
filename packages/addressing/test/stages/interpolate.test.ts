import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../../tools/testing/backend.js';
import { interpolate } from '../../src/index.js';
import { numbers, sizes, stageInput } from '../support/arbitraries.js';
import { array3, build, expectClose, sigmoid } from '../support/loops.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

describe('interpolate', () => {
  it('mixes the weighting with the previous one', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const { random, ...input } = stageInput(size);
        const gate = numbers(random, [size.batch, size.heads, 1], 3);
        const [w, before, g] = [input.weighting, input.previous, gate].map(array3);
        expectClose(
          interpolate().apply({ gate }, input) as tf.Tensor3D,
          build(input.weighting.shape, (b, h, p) => {
            const share = sigmoid(g![b]![h]![0]!);
            return share * w![b]![h]![p]! + (1 - share) * before![b]![h]![p]!;
          }),
        );
      }),
    );
  });

  it('keeps either side exactly at the ends of the gate', () => {
    fc.assert(
      fc.property(sizes, (size) => {
        const input = stageInput(size);
        const mixed = (gate: number) =>
          interpolate().apply({ gate: tf.fill([size.batch, size.heads, 1], gate) }, input) as tf.Tensor3D;
        expect(mixed(-1e4).arraySync()).toEqual(input.previous.arraySync());
        expect(mixed(1e4).arraySync()).toEqual(input.weighting.arraySync());
      }),
    );
  });
});
