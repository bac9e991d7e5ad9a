import { check, shown } from '../check.js';

/** Rows of numbers, `values[row][column]`; or all the numbers, row after row, with the shape [rows, columns]. */
export type Rows =
  | readonly ArrayLike<number>[]
  | { readonly values: ArrayLike<number>; readonly shape: readonly [rows: number, columns: number] };

/** A rectangle of numbers, row after row. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/**
 * Takes rows in either form.
 *
 * @throws RangeError if there are none, if they differ in length or from the shape, or if a value is infinite or no
 *   number at all. NaN is let through: that something is not a number is worth seeing.
 */
export function gridOf(parameter: string, given: Rows): Grid {
  const grid = 'shape' in given ? shaped(parameter, given.values, given.shape) : joined(parameter, given);
  const { columns, values } = grid;
  check(values.length > 0, `${parameter} must hold at least one number, got none`);
  values.forEach((value, index) => {
    const at = `[${Math.floor(index / columns)}][${index % columns}]`;
    check(
      Number.isNaN(value) || Number.isFinite(value),
      `${parameter}${at} must be finite or NaN, got ${value}`,
    );
  });
  return grid;
}

function shaped(
  parameter: string,
  values: ArrayLike<number>,
  [rows, columns]: readonly [number, number],
): Grid {
  check(
    Number.isInteger(rows) && Number.isInteger(columns) && rows >= 0 && columns >= 0,
    `${parameter}.shape must be two whole numbers, got [${rows}, ${columns}]`,
  );
  check(
    values.length === rows * columns,
    `${parameter} of shape [${rows}, ${columns}] must hold ${rows * columns} numbers, got ${values.length}`,
  );
  return { rows, columns, values: numbers(parameter, values) };
}

function joined(parameter: string, rows: readonly ArrayLike<number>[]): Grid {
  const columns = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * columns);
  rows.forEach((row, index) => {
    check(
      row.length === columns,
      `${parameter} must have rows of one length, got ${columns} numbers in row 0 and ${row.length} in row ${index}`,
    );
    values.set(numbers(`${parameter}[${index}]`, row), index * columns);
  });
  return { rows: rows.length, columns, values };
}

/** A copy, after a look at whether all are numbers: undefined would silently become NaN. */
function numbers(parameter: string, values: ArrayLike<number>): Float64Array {
  const copy = new Float64Array(values.length);
  for (let index = 0; index < copy.length; index++) {
    const value: unknown = values[index];
    check(typeof value === 'number', `${parameter}[${index}] must be a number, got ${shown(value)}`);
    copy[index] = value;
  }
  return copy;
}

/** Rows become columns. */
export function transposed({ rows, columns, values }: Grid): Grid {
  const turned = new Float64Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      turned[column * rows + row] = values[row * columns + column];
    }
  }
  return { rows: columns, columns: rows, values: turned };
}
