/** Checks of options: each error names the parameter, what was given and what is valid. */

/** Integers from `low` to `high`, both included. */
export interface IntegerRange {
  readonly low: number;
  readonly high: number;
}

/** A value as it would be written in code; numbers that JSON does not know stay what they are. */
const shown = (value: unknown): string =>
  typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? String(value));

export function checkObject(parameter: string, value: unknown, what: string): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new RangeError(`${parameter} must be ${what}, got ${shown(value)}`);
  }
}

export function checkInteger(parameter: string, value: unknown, { low, high }: IntegerRange): void {
  if (!Number.isInteger(value) || (value as number) < low || (value as number) > high) {
    throw new RangeError(`${parameter} must be an integer in [${low}, ${high}], got ${shown(value)}`);
  }
}

/** Checks that a range lies within another. */
export function checkRange(parameter: string, range: IntegerRange, bounds: IntegerRange): void {
  checkObject(parameter, range, '{ low, high }');
  checkInteger(`${parameter}.low`, range.low, bounds);
  checkInteger(`${parameter}.high`, range.high, bounds);
  if (range.low > range.high) {
    throw new RangeError(`${parameter} must have low <= high, got ${range.low} and ${range.high}`);
  }
}
