/** What curves are drawn with. All layers take x and y from the fields of these names. */
import type { Boundary } from '../picture.js';
import type { Layer } from '../specification.js';
import { fontSizes } from '../theme.js';
import type { CheckedSeries } from './series.js';
import { seriesStyles } from './styles.js';

/** Vega-Lite makes one legend of all channels; it shows the points, full and without the dashes of lines and the faint of bands. */
const symbols = { symbolOpacity: 1, symbolStrokeWidth: 0 };

/** A channel that tells series apart. */
const telling = (series: readonly CheckedSeries[], part: keyof (typeof seriesStyles)[number]) => ({
  field: 'series',
  type: 'nominal' as const,
  legend: { title: null, ...symbols },
  scale: {
    domain: series.map(({ name }) => name),
    range: seriesStyles.slice(0, series.length).map((style) => style[part]),
  },
});

/** From the lowest to the highest of the seeds. */
export const bandLayer = (series: readonly CheckedSeries[]): Layer => ({
  data: { values: series.filter(({ seeds }) => seeds > 1).flatMap(({ points }) => points) },
  mark: { type: 'area', opacity: 0.18 },
  encoding: {
    y: { field: 'low', type: 'quantitative' },
    y2: { field: 'high' },
    color: telling(series, 'color'),
  },
});

export const curveLayer = (series: readonly CheckedSeries[]): Layer => ({
  data: { values: series.flatMap(({ points }) => points) },
  mark: { type: 'line', strokeWidth: 1.8 },
  encoding: { color: telling(series, 'color'), strokeDash: telling(series, 'dash') },
});

/** Enough to tell series apart, few enough to be told apart. */
const mostPoints = 16;

export const pointLayer = (series: readonly CheckedSeries[]): Layer => ({
  data: {
    values: series.flatMap(({ points }) => {
      const every = Math.ceil(points.length / mostPoints);
      return points.filter((_, index) => index % every === 0);
    }),
  },
  mark: { type: 'point', filled: true, size: 45, opacity: 1 },
  encoding: { color: telling(series, 'color'), shape: telling(series, 'shape') },
});

const ink = '#1a1a1a';

/** Right of the middle, words stand left of their line. */
const beyondMiddle = "scale('x', datum.x) > width / 2";

export const boundaryLayers = (boundaries: readonly Boundary[]): readonly Layer[] => {
  if (boundaries.length === 0) return [];
  const values = boundaries.map(({ at, label }) => ({ x: at, label }));
  return [
    {
      data: { values },
      mark: { type: 'rule', strokeDash: [4, 3], color: ink },
      encoding: { y: { value: 0 }, y2: { value: 'height' } },
    },
    {
      data: { values },
      mark: {
        type: 'text',
        align: { expr: `${beyondMiddle} ? 'right' : 'left'` },
        dx: { expr: `${beyondMiddle} ? -5 : 5` },
        dy: 8,
        fontSize: fontSizes.label,
        color: ink,
      },
      encoding: { y: { value: 0 }, text: { field: 'label', type: 'nominal' } },
    },
  ];
};
