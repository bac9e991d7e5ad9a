/** The equations as plain loops over numbers, to compare the tensor code with. */
import type * as tf from '@tensorflow/tfjs';

export type Array3 = number[][][];

export const array3 = (tensor: tf.Tensor): Array3 => (tensor as tf.Tensor3D).arraySync();

/** An array `[batch, rows, columns]` whose entries are computed one by one. */
export function build(
  [batch, rows, columns]: readonly number[],
  entry: (b: number, row: number, column: number) => number,
): Array3 {
  return Array.from({ length: batch! }, (_, b) =>
    Array.from({ length: rows! }, (_, row) =>
      Array.from({ length: columns! }, (_, column) => entry(b, row, column)),
    ),
  );
}

export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

export const softplus = (x: number) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));

export function softmax(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp(logit - largest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

export const dotProduct = (a: readonly number[], b: readonly number[]) => sum(a.map((x, i) => x * b[i]!));

/** Fails with both arrays unless all entries agree within `tolerance`, relative to the expected size above 1. */
export function expectClose(actual: tf.Tensor, expected: unknown, tolerance = 1e-5): void {
  const given = Array.from(actual.dataSync());
  const wanted = (Array.isArray(expected) ? expected.flat(Infinity) : [expected]) as number[];
  expect(given).toHaveLength(wanted.length);
  const apart = given.findIndex(
    (x, i) => !(Math.abs(x - wanted[i]!) <= tolerance * Math.max(1, Math.abs(wanted[i]!))),
  );
  if (apart >= 0) expect({ index: apart, values: given }).toEqual({ index: apart, values: wanted });
}
