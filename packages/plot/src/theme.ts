import type { Config } from 'vega-lite';

/**
 * PNGs are drawn with DejaVu Sans, which this package brings along. A viewer of an SVG that has no such font finds another
 * one of about the same widths.
 */
export const fontFamily = 'DejaVu Sans';

/** In pixels. */
export const fontSizes = { label: 10, axisTitle: 11, panelTitle: 12, title: 14 };

/** What a letter of the font takes at most in a text of usual letters and digits, as a part of the font's size. */
const letterWidth = 0.62;

/** About how wide a text is, in pixels. Nothing here can measure it: there is no browser. */
export const textWidth = (text: string, fontSize: number): number =>
  Math.ceil(text.length * letterWidth * fontSize);

const text = '#1a1a1a';
const frame = '#8a8a8a';
const fonts = `${fontFamily}, Verdana, sans-serif`;

/** How all pictures look. Descriptions of single marks, for screen readers, would be most of what a picture weighs. */
export const theme: Config = {
  font: fonts,
  background: 'white',
  padding: 12,
  mark: { aria: false },
  view: { stroke: frame },
  axis: {
    aria: false,
    domainColor: frame,
    tickColor: frame,
    labelColor: text,
    titleColor: text,
    labelFontSize: fontSizes.label,
    titleFontSize: fontSizes.axisTitle,
    titleFontWeight: 'normal',
    tickSize: 4,
    grid: false,
  },
  legend: {
    aria: false,
    labelColor: text,
    titleColor: text,
    labelFontSize: fontSizes.label,
    titleFontSize: fontSizes.label,
    titleFontWeight: 'normal',
    labelLimit: 0,
    titleLimit: 0,
  },
  title: {
    aria: false,
    anchor: 'start',
    frame: 'group',
    color: text,
    subtitleColor: text,
    fontSize: fontSizes.title,
    subtitleFontSize: fontSizes.label,
    subtitlePadding: 5,
    limit: 0,
  },
};
