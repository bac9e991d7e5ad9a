import type { RandomStream } from '@loci/random';

/** The digits of a number of so many digits, the first one not 0 unless it is the only one. */
export const digitsOf = (random: RandomStream, count: number, base = 10): number[] =>
  Array.from({ length: count }, (_, index) => random.integer(index === 0 && count > 1 ? 1 : 0, base - 1));

/** Digits 0, 1, ... as symbols 1, 2, ... */
export const symbolsOf = (digits: readonly number[]): number[] => digits.map((digit) => digit + 1);

/**
 * The digits of `sum over rows of number x factor`, column by column with a carry, the last digit first. Rows are numbers of
 * as many digits each, the last digit last.
 */
export function carried(rows: readonly (readonly number[])[], { factor = 1, base = 10 } = {}): number[] {
  const columns = rows[0].length;
  const written: number[] = [];
  let carry = 0;
  for (let column = columns - 1; column >= 0; column--) {
    const sum = carry + factor * rows.reduce((total, row) => total + row[column], 0);
    written.push(sum % base);
    carry = Math.floor(sum / base);
  }
  return carry > 0 ? [...written, carry] : written;
}
