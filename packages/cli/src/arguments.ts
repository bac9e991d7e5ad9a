/** Values of options: from text to data, with an error that says what is valid. */
import { InvalidArgumentError } from 'commander';
import { knownName } from './suggest.js';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A number as people write it; NaN for anything else. */
const numberIn = (text: string): number => (NUMBER.test(text.trim()) ? Number(text) : NaN);

/** Parses an integer in [low, high]. */
export const integer =
  (low: number, high = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = numberIn(text);
    if (Number.isSafeInteger(value) && value >= low && value <= high) return value;
    const range = high === Number.MAX_SAFE_INTEGER ? `>= ${low}` : `in [${low}, ${high}]`;
    throw new InvalidArgumentError(`It must be an integer ${range}.`);
  };

/** Parses a finite number > 0. */
export function positive(text: string): number {
  const value = numberIn(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It must be a number > 0.');
}

/** Parses a finite number >= 0. */
export function notNegative(text: string): number {
  const value = numberIn(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new InvalidArgumentError('It must be a number >= 0.');
}

/** Parses '10,20,30'. */
export function lengths(text: string): number[] {
  const values = text.split(',').map(numberIn);
  if (values.every((value) => Number.isSafeInteger(value) && value >= 0)) return values;
  throw new InvalidArgumentError("It must be integers >= 0 with commas between, such as '10,20,50'.");
}

/** Parses '1-20', both ends included, or one length. */
export function range(text: string): { readonly low: number; readonly high: number } {
  const [low, high = low, ...more] = text.split('-').map(numberIn);
  if (more.length === 0 && Number.isSafeInteger(low) && Number.isSafeInteger(high) && low <= high) {
    return { low, high };
  }
  throw new InvalidArgumentError("It must be two integers >= 0, such as '1-20'.");
}

/** Collects 'name=value' into an object; values are JSON where they can be, else text. */
export function assignment(
  text: string,
  previous: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const [, name, value] = /^([A-Za-z]\w*)=(.+)$/s.exec(text) ?? [];
  if (name === undefined) throw new InvalidArgumentError("It must be name=value, such as 'bits=8'.");
  return { ...previous, [name]: jsonOrText(value) };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Parses one of some names. */
export const oneOf =
  <Name extends string>(what: string, names: readonly Name[]) =>
  (text: string): Name =>
    knownName(what, text, names);
