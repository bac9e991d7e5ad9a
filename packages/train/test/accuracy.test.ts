import type { Batch } from '@loci/tasks';
import { accuracy } from '../src/accuracy.js';

const batch = (targets: number[], mask: number[], size: number): Batch => ({
  inputs: { values: new Float32Array(0), shape: [0, 0, 0] },
  targets: { values: Float32Array.from(targets), shape: [mask.length, 1, size] },
  mask: { values: Float32Array.from(mask), shape: [mask.length, 1] },
  lengths: [1],
});

test('bits: by hand', () => {
  // Three right of four that count; the wrong ones of the last step are hidden.
  const predictions = Float32Array.from([0.9, 0.2, 0.5, 0.6, 0.9, 0.9]);
  expect(accuracy('bits', predictions, batch([1, 0, 1, 0, 0, 0], [1, 1, 0], 2))).toBe(0.75);
});

test('class: by hand', () => {
  const predictions = Float32Array.from([0.5, 0.3, 0.2, 0.1, 0.1, 0.8, 0.4, 0.5, 0.1]);
  const targets = [1, 0, 0, 0, 1, 0, 0, 1, 0];
  expect(accuracy('class', predictions, batch(targets, [1, 1, 1], 3))).toBeCloseTo(2 / 3, 12);
  expect(accuracy('class', predictions, batch(targets, [1, 0, 1], 3))).toBe(1);
});

test('where nothing counts nothing is wrong', () => {
  expect(accuracy('bits', Float32Array.from([0]), batch([1], [0], 1))).toBe(1);
});

test('NaN is never right where a class is wanted', () => {
  expect(accuracy('class', Float32Array.from([NaN, NaN]), batch([1, 0], [1], 2))).toBe(0);
});
