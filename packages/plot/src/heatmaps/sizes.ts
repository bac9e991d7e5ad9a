import { fontSizes, textWidth } from '../theme.js';
import type { Grid } from './grid.js';
import type { CheckedPanel } from './panel.js';

/** Whole pixels, so that there are no seams between cells. */
export interface CellSize {
  readonly width: number;
  readonly height: number;
}

/** Pixels across that a panel aims at. One of more columns gets a pixel for each, and is wider. */
const aimedWidth = 720;

/** Pixels from top to bottom: of a panel that is one of a few, of one among many, and of all together. */
const aimedHeight = { most: 256, least: 128, all: 1536 };

/** A panel of one or two rows is as high as its colour bar needs. */
const leastHeight = 60;

const largestCell = { width: 24, height: 14 };

/** The size of a cell in one of so many panels. */
export function cellSize({ rows, columns }: Pick<Grid, 'rows' | 'columns'>, panels: number): CellSize {
  const fitting = (pixels: number, count: number, most: number) =>
    Math.min(most, Math.max(1, Math.floor(pixels / count)));
  const { most, least, all } = aimedHeight;
  const height = Math.min(most, Math.max(least, all / panels));
  return {
    width: fitting(aimedWidth, columns, largestCell.width),
    height: fitting(height, rows, Math.max(largestCell.height, Math.ceil(leastHeight / rows))),
  };
}

/** Pixels left of a panel for ticks and the names of its rows. */
export function rowLabelsWidth(panels: readonly CheckedPanel[]): number {
  const widths = panels.flatMap(({ rowLabels, grid }) =>
    (rowLabels ?? [`${grid.rows}`]).map((label) => textWidth(label, fontSizes.label)),
  );
  return Math.max(...widths) + 6;
}
