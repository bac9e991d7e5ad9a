import { check, checkText, shown } from '../check.js';

/** A curve, or one curve a seed of the same thing. */
export interface Series {
  readonly name: string;
  /** Steps, lengths: ascending. */
  readonly x: ArrayLike<number>;
  /** A number for each x; or several rows of them, one a seed. */
  readonly y: ArrayLike<number> | readonly ArrayLike<number>[];
}

/** What is drawn of a series at one x: the median of the seeds, the lowest and the highest. */
interface Point {
  readonly series: string;
  readonly x: number;
  readonly y: number;
  readonly low: number;
  readonly high: number;
}

export interface CheckedSeries {
  readonly name: string;
  readonly seeds: number;
  readonly points: readonly Point[];
}

/**
 * @param index - in the list of series
 * @throws RangeError that names what is wrong.
 */
export function checkSeries({ name, x, y }: Series, index: number): CheckedSeries {
  checkText(`series[${index}].name`, name);
  const of = `series '${name}': `;
  checkNumbers(`${of}x`, x);
  check(x.length > 0, `${of}x must hold at least one number, got none`);
  const descent = [...Array.from(x).keys()].slice(1).find((place) => x[place] <= x[place - 1]);
  check(
    descent === undefined,
    `${of}x must be ascending, got ${x[(descent ?? 1) - 1]} before ${x[descent ?? 0]}`,
  );
  const seeds = isRows(y) ? y : [y as ArrayLike<number>];
  check(seeds.length > 0, `${of}y must hold at least one row, got none`);
  seeds.forEach((row, seed) => {
    const what = isRows(y) ? `${of}y[${seed}]` : `${of}y`;
    check(row.length === x.length, `${what} must be ${x.length} numbers, one for each x, got ${row.length}`);
    checkNumbers(what, row);
  });
  return {
    name,
    seeds: seeds.length,
    points: Array.from(x, (at, place) =>
      point(
        name,
        at,
        seeds.map((row) => row[place]),
      ),
    ),
  };
}

const isRows = (y: Series['y']): y is readonly ArrayLike<number>[] => typeof y[0] === 'object';

function checkNumbers(parameter: string, values: ArrayLike<number>): void {
  Array.from(values).forEach((value, index) =>
    check(Number.isFinite(value), `${parameter}[${index}] must be a finite number, got ${shown(value)}`),
  );
}

function point(series: string, x: number, values: readonly number[]): Point {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = (sorted.length - 1) / 2;
  const y = (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
  return { series, x, y, low: sorted[0], high: sorted[sorted.length - 1] };
}
