import * as tf from '@tensorflow/tfjs';
import * as fc from 'fast-check';
import { useTestBackend } from '../../../tools/testing/backend.js';
import { addressing, content, emissionSize, interpolate, shift, splitEmissions } from '../src/index.js';

beforeAll(useTestBackend);
beforeEach(() => tf.engine().startScope());
afterEach(() => tf.engine().endScope());

const groups = fc.array(
  fc.record({
    heads: fc.integer({ min: 1, max: 3 }),
    emission: fc.dictionary(fc.constantFrom('key', 'gate', 'shift', 'add'), fc.integer({ min: 1, max: 4 })),
  }),
  { minLength: 1, maxLength: 3 },
);

it('sizes the output of a controller from what the stages emit', () => {
  const scheme = addressing(content(), interpolate(), shift({ range: 2 }));
  // Key 20, strength 1, gate 1, 5 taps: 27 numbers a head; three heads, and two that add 20.
  expect(scheme.emits(20)).toEqual({ key: 20, strength: 1, gate: 1, shift: 5 });
  expect(
    emissionSize([
      { heads: 3, emission: scheme.emits(20) },
      { heads: 2, emission: { add: 20 } },
    ]),
  ).toBe(3 * 27 + 2 * 20);
});

it('gives every column of the output to one head, in the order of groups, names and heads', () => {
  fc.assert(
    fc.property(groups, fc.integer({ min: 1, max: 3 }), (its, batch) => {
      const size = emissionSize(its);
      fc.pre(size > 0);
      // The number in row b and column c is 1000 b + c.
      const output = tf.range(0, batch).mul(1000).reshape([batch, 1]).add<tf.Tensor2D>(tf.range(0, size));
      const parts = splitEmissions(output, its);
      let column = 0;
      its.forEach(({ heads, emission }, group) => {
        expect(Object.keys(parts[group]!)).toEqual(Object.keys(emission));
        for (const [name, width] of Object.entries(emission)) {
          const expected = Array.from({ length: batch }, (_, b) =>
            Array.from({ length: heads }, (_, h) =>
              Array.from({ length: width }, (_, i) => 1000 * b + column + h * width + i),
            ),
          );
          expect(parts[group]![name]!.arraySync()).toEqual(expected);
          column += heads * width;
        }
      });
      expect(column).toBe(size);
    }),
  );
});

it.each([
  [
    () => splitEmissions(tf.zeros([2, 5]), [{ heads: 2, emission: { gate: 3 } }]),
    'output must have the shape [batch, emissions 6], got [2, 5]',
  ],
  [() => emissionSize([{ heads: 0, emission: { gate: 1 } }]), 'heads must be an integer >= 1, got 0'],
  [() => emissionSize([{ heads: 1, emission: { gate: 0 } }]), 'emission.gate must be an integer >= 1, got 0'],
])('refuses sizes that cannot be: %#', (make, message) => {
  expect(make).toThrow(new RangeError(message));
});
