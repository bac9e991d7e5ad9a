/**
 * Colours for numbers, that everybody can tell apart, also in grey. Magnitudes are shown in viridis, which grows lighter
 * from end to end. Signed numbers are shown in ColorBrewer's purple to orange (PuOr) without the dark end of the orange:
 * so what is dark is negative, nearly zero is white, and cells that are large enough also carry a minus.
 */
import { check, checkName } from '../check.js';
import type { Grid } from './grid.js';

const scaleNames = ['auto', 'unit', 'positive', 'signed'] as const;

/**
 * What the colours of a panel span: 'unit' is [0, 1]; 'positive' is [0, limit]; 'signed' is [-limit, limit]; 'auto' is
 * the first of them that holds all the values.
 */
export type ScaleName = (typeof scaleNames)[number];

export interface ColourScale {
  readonly low: number;
  readonly high: number;
}

/** What rounding leaves outside of a range, as a part of its width: not worth an error. */
const tolerance = 1e-6;

/**
 * The scale for the values of a panel.
 *
 * @param panel - what messages begin with
 * @param limit - the largest magnitude that 'positive' or 'signed' can show. By default that of the values
 * @throws RangeError if the name is unknown or a value is out of the range.
 */
export function colourScale(
  panel: string,
  { values }: Grid,
  { scale = 'auto', limit }: { scale?: ScaleName | undefined; limit?: number | undefined },
): ColourScale {
  checkName(`${panel}scale`, scale, scaleNames);
  check(
    limit === undefined || (Number.isFinite(limit) && limit > 0),
    `${panel}limit must be a positive number, got ${limit}`,
  );
  const { least, greatest } = extremes(values);
  const largest = Math.max(-least, greatest);
  const fitting = least < 0 ? 'signed' : greatest <= 1 && limit === undefined ? 'unit' : 'positive';
  const name = scale === 'auto' ? fitting : scale;
  const high = name === 'unit' ? 1 : (limit ?? (largest === 0 ? 1 : largest));
  const low = name === 'signed' ? -high : 0;
  const beyond = (high - low) * tolerance;
  check(
    least >= low - beyond && greatest <= high + beyond,
    `${panel}values must be in [${low}, ${high}] for the scale '${name}', got ${least < low - beyond ? least : greatest}`,
  );
  return { low, high };
}

/** Of the values that are numbers; 0 and 0 if none is. */
function extremes(values: Float64Array): { readonly least: number; readonly greatest: number } {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of values) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return least <= greatest ? { least, greatest } : { least: 0, greatest: 0 };
}

const signedColours = [
  '#2d004b',
  '#542788',
  '#8073ac',
  '#b2abd2',
  '#f7f7f7',
  '#fee0b6',
  '#fdb863',
  '#f0982f',
  '#e08214',
];

/** The scale as Vega-Lite takes it. */
export const vegaColourScale = ({ low, high }: ColourScale) => ({
  domain: [low, high],
  ...(low < 0 ? { range: signedColours } : { scheme: 'viridis' }),
});
