import type { ColourScale } from './colours.js';
import type { Grid } from './grid.js';

/** Neighbours in a row that look the same: the corners of their rectangle, counted in cells, and the value they stand for. */
interface Run {
  readonly x: number;
  readonly x2: number;
  readonly y: number;
  readonly y2: number;
  readonly value: number;
}

/** Steps of colour from the low end of a scale to the high one: finer than an eye or a screen; the middle is one of them. */
const levels = 254;

/** What is drawn of a panel's values. */
export interface Drawing {
  /** The most frequent value, which the whole panel is filled with; NaN if there are no numbers. */
  readonly ground: number;
  /** What differs from the ground. */
  readonly cells: readonly Run[];
  /** Where there is no number. */
  readonly missing: readonly Run[];
}

/**
 * Rounds the values to colours that can be told apart and puts equal neighbours together. A weighting is nearly zero nearly
 * everywhere, so its picture is a tenth of what one rectangle a cell would be.
 *
 * @param blank - columns that are not drawn
 */
export function drawing(grid: Grid, { low, high }: ColourScale, blank: readonly boolean[]): Drawing {
  const rounded = grid.values.map((value) => {
    const level = Math.round(((value - low) / (high - low)) * levels);
    return low + (Math.min(levels, Math.max(0, level)) / levels) * (high - low);
  });
  const runs = runsOf(grid, rounded, blank);
  const ground = mostFrequent(runs);
  return {
    ground,
    cells: runs.filter(({ value }) => !Number.isNaN(value) && value !== ground),
    missing: runs.filter(({ value }) => Number.isNaN(value)),
  };
}

function runsOf({ rows, columns }: Grid, values: Float64Array, blank: readonly boolean[]): readonly Run[] {
  const runs: Run[] = [];
  for (let y = 0; y < rows; y++) {
    for (let x = 0, x2: number; x < columns; x = x2) {
      const value = values[y * columns + x];
      const goesOn = (column: number) =>
        !blank[column] === !blank[x] && Object.is(values[y * columns + column], value);
      x2 = x + 1;
      while (x2 < columns && goesOn(x2)) x2++;
      if (!blank[x]) runs.push({ x, x2, y, y2: y + 1, value });
    }
  }
  return runs;
}

/** By the cells it takes. */
function mostFrequent(runs: readonly Run[]): number {
  const counts = new Map<number, number>();
  for (const { value, x, x2 } of runs) {
    if (!Number.isNaN(value)) counts.set(value, (counts.get(value) ?? 0) + x2 - x);
  }
  let most = NaN;
  for (const [value, count] of counts) {
    if (Number.isNaN(most) || count > counts.get(most)!) most = value;
  }
  return most;
}
