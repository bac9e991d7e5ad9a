/** Cells are numbered from 1, each in its middle, which is half a cell after its edge. */
import { fontSizes, textWidth } from '../theme.js';
import type { CheckedPanel } from './panel.js';
import type { CellSize } from './sizes.js';
import { ticks } from './ticks.js';

const middles = (numbers: readonly number[]) => numbers.map((number) => number - 0.5);

/** Panels above the lowest have the ticks only. @param title - undefined in these */
export function stepsAxis({ grid }: CheckedPanel, { width }: CellSize, title: string | undefined) {
  const room = textWidth(`${grid.columns}`, fontSizes.label) + 8;
  return {
    values: middles(ticks(grid.columns, width, room)),
    labelExpr: 'datum.value + 0.5',
    labels: title !== undefined,
    title: title ?? null,
    titlePadding: 4,
  };
}

/** Pixels at which every row can be numbered. Where only some are, they stand further apart. */
const close = fontSizes.label + 2;

/** @param labelsWidth - pixels for the names of rows, so that the titles of all panels are in line */
export function rowsAxis(
  { grid, rowLabels, yLabel }: CheckedPanel,
  { height }: CellSize,
  labelsWidth: number,
) {
  return {
    values: middles(ticks(grid.rows, height, height >= close ? close : 2 * fontSizes.label)),
    labelExpr: rowLabels ? `${JSON.stringify(rowLabels)}[datum.value - 0.5]` : 'datum.value + 0.5',
    labelLimit: 0,
    minExtent: labelsWidth,
    maxExtent: labelsWidth,
    title: yLabel,
    titlePadding: 4,
  };
}
