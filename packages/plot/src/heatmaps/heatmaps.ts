import { check, checkText } from '../check.js';
import type { Boundary, Picture } from '../picture.js';
import { theme } from '../theme.js';
import { heading } from '../heading.js';
import { panelSpecification } from './panel-specification.js';
import { checkPanel } from './panel.js';
import type { CheckedPanel, Panel } from './panel.js';
import { cellSize, rowLabelsWidth } from './sizes.js';

export interface HeatmapsOptions {
  /** Above all panels. */
  readonly title?: string;
  /** A line below the title. */
  readonly subtitle?: string;
  /** What the columns are. @defaultValue 'step' */
  readonly xLabel?: string;
  /** Dashed lines through all panels, each at the beginning of a step (counted from 1). */
  readonly boundaries?: readonly Boundary[];
}

/**
 * Panels of numbers as colours, one below the other on the same axis of steps. Up to 720 pixels wide, or a pixel a step.
 *
 * Magnitudes are shown in viridis, signed numbers from purple through white to orange, with a minus in negative cells that
 * are large enough; both can be told apart in grey and by the colour-blind. The values are rounded to 255 colours. What is
 * not a number is grey and crossed.
 *
 * @throws RangeError that names what is wrong: no panels, ragged or infinite values, panels of different numbers of
 *   steps, an unknown scale, values out of the range of their scale.
 *
 * @example
 * heatmaps([{ title: 'Where the head reads', values: weightings, yLabel: 'place', scale: 'unit' }])
 */
export function heatmaps(panels: readonly Panel[], options: HeatmapsOptions = {}): Picture {
  check(panels.length > 0, 'panels must be at least one, got none');
  const checked = panels.map(checkPanel);
  const { columns } = checked[0].grid;
  checked.forEach(({ title, grid }) =>
    check(
      grid.columns === columns,
      `panels must have the same number of columns, got ${columns} in '${checked[0].title}' and ${grid.columns} in '${title}'`,
    ),
  );
  const { title, xLabel = 'step', boundaries = [] } = options;
  boundaries.forEach(({ at, label }, index) => {
    check(
      Number.isInteger(at) && at >= 1 && at <= columns,
      `boundaries[${index}].at must be a step in [1, ${columns}], got ${at}`,
    );
    checkText(`boundaries[${index}].label`, label);
  });
  return {
    specification: {
      ...heading(title, notes(checked, options)),
      spacing: 12,
      vconcat: checked.map((panel, index) =>
        panelSpecification(panel, {
          boundaries,
          size: cellSize(panel.grid, checked.length),
          rowLabelsWidth: rowLabelsWidth(checked),
          xLabel: index === checked.length - 1 ? xLabel : undefined,
          hasColourBar: index === 0 || !sameColours(panel, checked[index - 1]),
        }),
      ),
      resolve: { scale: { color: 'independent' } },
      config: theme,
    },
  };
}

/** What is said below the title: what lines, greys and crosses mean. */
function notes(panels: readonly CheckedPanel[], { subtitle, boundaries = [] }: HeatmapsOptions): string[] {
  const missing = panels.some(({ grid, blank }) =>
    grid.values.some((value, index) => Number.isNaN(value) && !blank.steps[index % grid.columns]),
  );
  return [
    ...(subtitle === undefined ? [] : [subtitle]),
    ...new Set(boundaries.map(({ label }) => `dashed line: ${label}`)),
    ...new Set(
      panels.filter(({ blank }) => blank.steps.includes(true)).map(({ blank }) => `grey: ${blank.label}`),
    ),
    ...(missing ? ['crossed: not a number'] : []),
  ];
}

/** One colour bar does for panels that follow each other and mean the same by the same colours. */
const sameColours = (one: CheckedPanel, other: CheckedPanel): boolean =>
  one.valueLabel === other.valueLabel &&
  one.colours.low === other.colours.low &&
  one.colours.high === other.colours.high;
