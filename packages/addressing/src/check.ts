/** Checks of arguments: each error names the parameter, what was given and what is valid. */
import type * as tf from '@tensorflow/tfjs';
import type { Emission, Emitted } from './stage.js';

export function checkInteger(parameter: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least) {
    throw new RangeError(`${parameter} must be an integer >= ${least}, got ${value}`);
  }
}

export function checkFinite(parameter: string, value: number): void {
  if (!Number.isFinite(value)) throw new RangeError(`${parameter} must be a finite number, got ${value}`);
}

export function checkPositive(parameter: string, value: number): void {
  if (!(Number.isFinite(value) && value > 0)) {
    throw new RangeError(`${parameter} must be a finite number > 0, got ${value}`);
  }
}

export function checkNotNegative(parameter: string, value: number): void {
  if (!(Number.isFinite(value) && value >= 0)) {
    throw new RangeError(`${parameter} must be a finite number >= 0, got ${value}`);
  }
}

/** For callers without a type checker: the options of a choice are listed in the error. */
export function checkOneOf<Choice extends string>(
  parameter: string,
  value: Choice,
  choices: readonly Choice[],
): void {
  if (!choices.includes(value)) {
    const known = choices.map((choice) => `'${choice}'`).join(', ');
    throw new RangeError(`${parameter} must be one of ${known}, got ${JSON.stringify(value)}`);
  }
}

/**
 * Compares a shape with named dimensions: `checkShape('mask', mask, { batch: 2, places: 8 })`. A dimension that may
 * have any size is `undefined`.
 */
export function checkShape(
  parameter: string,
  tensor: tf.Tensor,
  dimensions: Readonly<Record<string, number | undefined>>,
): void {
  const expected = Object.values(dimensions);
  const { shape } = tensor;
  const fits =
    shape.length === expected.length &&
    expected.every((size, axis) => size === undefined || size === shape[axis]);
  if (!fits) {
    const wanted = Object.entries(dimensions).map(([name, size]) =>
      size === undefined ? name : `${name} ${size}`,
    );
    throw new RangeError(
      `${parameter} must have the shape [${wanted.join(', ')}], got [${shape.join(', ')}]`,
    );
  }
}

/** Checks that every emitted value is there, each `[batch, heads, size]`. */
export function checkEmitted(
  by: string,
  emission: Emission,
  emitted: Emitted,
  { batch, heads }: { readonly batch: number; readonly heads: number },
): void {
  for (const [name, size] of Object.entries(emission)) {
    const tensor = emitted[name];
    if (!tensor) throw new RangeError(`emitted.${name} is missing: ${by} needs [batch, heads, ${size}]`);
    checkShape(`emitted.${name}`, tensor, { batch, heads, values: size });
  }
}
