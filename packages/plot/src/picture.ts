import type { TopLevelSpec } from 'vega-lite';

/**
 * What is to be seen, not yet drawn: `toSVG` and `toPNG` draw it. The specification is plain data of Vega-Lite 6 with all
 * the values in it, so a web page can also show it with vega-embed.
 */
export interface Picture {
  readonly specification: TopLevelSpec;
}

/** A place on the horizontal axis where something begins: a dashed line, and what it says. */
export interface Boundary {
  readonly at: number;
  readonly label: string;
}
