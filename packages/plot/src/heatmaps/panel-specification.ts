import type { Boundary } from '../picture.js';
import type { Layered } from '../specification.js';
import { fontSizes } from '../theme.js';
import { rowsAxis, stepsAxis } from './axes.js';
import { drawing } from './cells.js';
import { vegaColourScale } from './colours.js';
import { blankLayers, boundaryLayers, minusLayer, missingLayers, valueLayer } from './layers.js';
import type { CheckedPanel } from './panel.js';
import type { CellSize } from './sizes.js';

/** What a panel takes from the others. */
export interface Surroundings {
  readonly size: CellSize;
  readonly boundaries: readonly Boundary[];
  /** Pixels, the same in all panels. */
  readonly rowLabelsWidth: number;
  /** The lowest panel names and numbers the steps for all. */
  readonly xLabel: string | undefined;
  readonly hasColourBar: boolean;
}

export function panelSpecification(
  panel: CheckedPanel,
  { size, boundaries, rowLabelsWidth, xLabel, hasColourBar }: Surroundings,
): Layered {
  const { grid, colours, blank, title } = panel;
  const height = grid.rows * size.height;
  const drawn = drawing(grid, colours, blank.steps);
  const scale = vegaColourScale(colours);
  return {
    title: { text: title, fontSize: fontSizes.panelTitle, offset: 5 },
    width: grid.columns * size.width,
    height,
    encoding: {
      x: {
        field: 'x',
        type: 'quantitative',
        scale: { domain: [0, grid.columns], nice: false },
        axis: stepsAxis(panel, size, xLabel),
      },
      y: {
        field: 'y',
        type: 'quantitative',
        scale: { domain: [0, grid.rows], nice: false, reverse: true },
        axis: rowsAxis(panel, size, rowLabelsWidth),
      },
    },
    layer: [
      valueLayer(drawn, panel, { scale, legend: hasColourBar ? colourBar(panel, height) : null }),
      ...minusLayer(panel, size),
      ...missingLayers(drawn),
      ...blankLayers(panel, size),
      ...boundaryLayers(panel, boundaries),
    ],
  };
}

/** Beside the panel, as high as it, up to a size. */
const colourBar = ({ valueLabel, colours: { low, high } }: CheckedPanel, panelHeight: number) => ({
  title: valueLabel,
  gradientLength: Math.min(140, panelHeight - 18),
  gradientThickness: 12,
  gradientStrokeColor: '#8a8a8a',
  values: [low, (low + high) / 2, high],
  format: '.3~g',
  offset: 12,
});
