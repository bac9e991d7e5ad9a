import { check, checkText } from '../check.js';
import { colourScale } from './colours.js';
import type { ColourScale, ScaleName } from './colours.js';
import { gridOf } from './grid.js';
import type { Grid, Rows } from './grid.js';

/** A rectangle of numbers shown as colours: a row a channel or a place, a column a step. */
export interface Panel {
  readonly title: string;
  /** NaN is shown as such: grey and crossed. */
  readonly values: Rows;
  /** What the rows are: 'place', 'channel'. They are counted from 1, the first one at the top. */
  readonly yLabel: string;
  /** A name for each row instead of its number. */
  readonly rowLabels?: readonly string[];
  /** What the numbers are, said above the colours. @defaultValue 'value' */
  readonly valueLabel?: string;
  /** @defaultValue 'auto' */
  readonly scale?: ScaleName;
  /**
   * The largest magnitude of the scale, > 0, so that several pictures can be compared.
   * @defaultValue the largest magnitude of the values
   */
  readonly limit?: number;
  /** Steps that are left blank (true), and why, in a few words. */
  readonly blank?: Blank;
}

interface Blank {
  readonly steps: readonly boolean[];
  readonly label: string;
}

/** A panel with everything decided and checked. */
export interface CheckedPanel {
  readonly title: string;
  readonly yLabel: string;
  readonly valueLabel: string;
  /** NaN in the steps that are left blank. */
  readonly grid: Grid;
  readonly colours: ColourScale;
  readonly rowLabels: readonly string[] | undefined;
  readonly blank: Blank;
}

/**
 * @param index - in the list of panels
 * @throws RangeError that names what is wrong.
 */
export function checkPanel(panel: Panel, index: number): CheckedPanel {
  const { title, yLabel, valueLabel = 'value', rowLabels, scale, limit } = panel;
  checkText(`panels[${index}].title`, title);
  const name = `panel '${title}': `;
  checkText(`${name}yLabel`, yLabel);
  checkText(`${name}valueLabel`, valueLabel);
  const { rows, columns, values } = gridOf(`${name}values`, panel.values);
  const { blank = { steps: new Array<boolean>(columns).fill(false), label: 'blank' } } = panel;
  checkText(`${name}blank.label`, blank.label);
  check(
    blank.steps.length === columns,
    `${name}blank.steps must be ${columns}, one for each column, got ${blank.steps.length}`,
  );
  check(
    rowLabels === undefined || rowLabels.length === rows,
    `${name}rowLabels must be ${rows}, one for each row, got ${rowLabels?.length}`,
  );
  const shown = values.map((value, cell) => (blank.steps[cell % columns] ? NaN : value));
  const grid = { rows, columns, values: shown };
  return {
    title,
    yLabel,
    valueLabel,
    grid,
    colours: colourScale(name, grid, { scale, limit }),
    rowLabels,
    blank,
  };
}
