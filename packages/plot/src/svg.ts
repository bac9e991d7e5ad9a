import { View, parse } from 'vega';
import { compile } from 'vega-lite';
import type { Picture } from './picture.js';

/**
 * Draws a picture as SVG: the same picture gives the same text, to the byte. Needs neither browser nor canvas, and works in
 * browsers too.
 */
export async function toSVG({ specification }: Picture): Promise<string> {
  const view = new View(parse(compile(specification).spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return withoutSeams(withOwnIds(svg));
}

/** Vega counts gradients and clips through all the pictures that a process draws; here they are counted from 1. */
function withOwnIds(svg: string): string {
  const ids = new Map<string, string>();
  return svg.replace(/(?<= id="|="url\(#)(gradient_|clip)\d+(?=[")])/g, (id, kind: string) => {
    if (!ids.has(id)) ids.set(id, `${kind}${ids.size + 1}`);
    return ids.get(id)!;
  });
}

/** Zoomed by a fraction, neighbouring rectangles would be blended with what is below them along their edges. */
const withoutSeams = (svg: string): string =>
  svg.replaceAll('<g class="mark-rect ', '<g shape-rendering="crispEdges" class="mark-rect ');
