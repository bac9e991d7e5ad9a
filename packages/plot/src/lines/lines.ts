import { check, checkName, checkText } from '../check.js';
import type { Boundary, Picture } from '../picture.js';
import { heading } from '../heading.js';
import { theme } from '../theme.js';
import { bandLayer, boundaryLayers, curveLayer, pointLayer } from './layers.js';
import { checkSeries } from './series.js';
import type { Series } from './series.js';
import { seriesStyles } from './styles.js';

const axisScales = ['linear', 'log'] as const;

type AxisScale = (typeof axisScales)[number];

export interface LinesOptions {
  readonly title?: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** 'log' takes numbers > 0 only. @defaultValue 'linear' */
  readonly xScale?: AxisScale;
  /** 'linear' begins at zero; 'log' takes numbers > 0 only. @defaultValue 'linear' */
  readonly yScale?: AxisScale;
  /** Dashed upright lines with a few words: 'lengths trained on end here'. */
  readonly boundaries?: readonly Boundary[];
}

/**
 * Curves over steps or lengths. A series of several seeds is drawn as their median within a band from the lowest to the
 * highest. Series differ by colour, dashes and the shape of their points; up to eight in one picture.
 *
 * @throws RangeError that names what is wrong: no series or more than eight, two of one name, numbers that are not finite
 *   or not of one length, x not ascending, an unknown scale, numbers that a logarithm cannot take.
 *
 * @example
 * lines([{ name: 'NTM', x: [10, 20, 30], y: [[0, 0.1, 2], [0, 0, 1]] }], { xLabel: 'length', yLabel: 'bits a sequence' })
 */
export function lines(series: readonly Series[], options: LinesOptions): Picture {
  check(
    series.length >= 1 && series.length <= seriesStyles.length,
    `series must be 1 to ${seriesStyles.length}, got ${series.length}`,
  );
  const checked = series.map(checkSeries);
  const names = checked.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  check(twice === undefined, `series must have names of their own, got '${twice}' twice`);
  const { title, xLabel, yLabel, xScale = 'linear', yScale = 'linear', boundaries = [] } = options;
  checkText('xLabel', xLabel);
  checkText('yLabel', yLabel);
  boundaries.forEach(({ at, label }, index) => {
    check(Number.isFinite(at), `boundaries[${index}].at must be a finite number, got ${at}`);
    checkText(`boundaries[${index}].label`, label);
  });
  checkScale('x', xScale, [
    ...checked.flatMap(({ points }) => points.map(({ x }) => x)),
    ...boundaries.map(({ at }) => at),
  ]);
  checkScale(
    'y',
    yScale,
    checked.flatMap(({ points }) => points.map(({ low }) => low)),
  );
  const seeds = Math.max(...checked.map((each) => each.seeds));
  return {
    specification: {
      ...heading(title, seeds > 1 ? ['lines: median of the seeds; bands: lowest to highest'] : []),
      ...size,
      encoding: {
        x: { field: 'x', type: 'quantitative', title: xLabel, scale: axisScale(xScale, { zero: false }) },
        y: {
          field: 'y',
          type: 'quantitative',
          title: yLabel,
          scale: axisScale(yScale, { zero: true }),
        },
      },
      layer: [bandLayer(checked), curveLayer(checked), pointLayer(checked), ...boundaryLayers(boundaries)],
      config: { ...theme, axis: { ...theme.axis, grid: true, gridColor: '#e4e4e4', titlePadding: 6 } },
    },
  };
}

/** A logarithmic scale knows no zero. */
const axisScale = (type: AxisScale, { zero }: { readonly zero: boolean }) =>
  type === 'log' ? { type } : { type, zero };

/** Pixels. */
const size = { width: 520, height: 300 };

function checkScale(axis: 'x' | 'y', scale: AxisScale, values: readonly number[]): void {
  checkName(`${axis}Scale`, scale, axisScales);
  const least = Math.min(...values);
  check(scale === 'linear' || least > 0, `${axis} must be > 0 for ${axis}Scale 'log', got ${least}`);
}
