import type * as tf from '@tensorflow/tfjs';
import { Violation } from '../law.js';
import type { Subject, Tensors } from './subject.js';

/** What float32 may round away of numbers up to 1, or of larger ones relative to their size. */
export const ROUNDING = 2e-5;

/**
 * Where the first of the tensors differs, in words; undefined if none does. Numbers that are not finite are equal if
 * they are the same: another law is about them.
 */
export function difference(actual: Tensors, expected: Tensors, tolerance: number): string | undefined {
  for (const [name, tensor] of Object.entries(actual)) {
    const [values, wanted] = [tensor.dataSync(), expected[name].dataSync()];
    const apart = values.findIndex((value, i) => !close(value, wanted[i], tolerance));
    if (apart >= 0) return `${name}${position(tensor, apart)} is ${values[apart]} and not ${wanted[apart]}`;
  }
  return undefined;
}

function close(a: number, b: number, tolerance: number): boolean {
  return Object.is(a, b) || Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b));
}

/** An index into a tensor's data as an index along each axis: '[0, 2, 1]'. */
export function position({ shape }: tf.Tensor, index: number): string {
  const along: number[] = [];
  for (const size of [...shape].reverse()) {
    along.unshift(index % size);
    index = Math.floor(index / size);
  }
  return `[${along.join(', ')}]`;
}

/** Whether a subject gives the same when it is called again. */
export const repeats = (subject: Subject, inputs: Tensors): boolean =>
  difference(subject.run(inputs), subject.run(inputs), 0) === undefined;

/**
 * Blames a subject, unless it gives something else at each call: then the law that names that is broken, and what a
 * comparison shows means nothing.
 */
export function blame(subject: Subject, inputs: Tensors, reason: string): void {
  if (repeats(subject, inputs)) throw new Violation(reason);
}

/** Blames a subject for outputs that are not those expected. */
export function expectSame(
  subject: Subject,
  inputs: Tensors,
  { actual, expected, when }: { readonly actual: Tensors; readonly expected: Tensors; readonly when: string },
): void {
  const found = difference(actual, expected, ROUNDING);
  if (found) blame(subject, inputs, `${when}, ${found}`);
}
