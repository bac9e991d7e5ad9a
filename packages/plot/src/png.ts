import { createRequire } from 'node:module';
import { renderAsync } from '@resvg/resvg-js';
import { PNG } from 'pngjs';
import { check } from './check.js';
import type { Picture } from './picture.js';
import { toSVG } from './svg.js';
import { fontFamily } from './theme.js';

export interface PNGOptions {
  /** Pixels of the PNG for one of the SVG, a whole number in [1, 8]. @defaultValue 2 */
  readonly scale?: number;
}

const scales = { low: 1, high: 8 };

const modules = createRequire(import.meta.url);

/** Brought along, so that pictures have text, and the same text, on machines with any fonts or none. */
const fontFiles = [
  modules.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'),
  modules.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
];

/**
 * Draws a picture as PNG: the same picture gives the same bytes.
 *
 * @throws RangeError if the scale is not in its range.
 */
export async function toPNG(picture: Picture, { scale = 2 }: PNGOptions = {}): Promise<Uint8Array> {
  check(
    Number.isInteger(scale) && scale >= scales.low && scale <= scales.high,
    `scale must be a whole number in [${scales.low}, ${scales.high}], got ${scale}`,
  );
  const drawn = await renderAsync(await toSVG(picture), {
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: false, fontFiles, defaultFontFamily: fontFamily },
  });
  const { width, height } = drawn;
  const png = Object.assign(new PNG({ width, height }), { data: drawn.pixels });
  // Opaque and without the filters that suit photographs: cells and lines of flat colours take half the bytes.
  return PNG.sync.write(png, { colorType: 2, filterType: 0, deflateStrategy: 0 });
}
