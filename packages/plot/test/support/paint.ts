import type { Drawn } from './svg.js';

/**
 * The colour that each cell of a panel has when all its rectangles are painted, one over the other: a row a row.
 *
 * @param panel - counted from 0, from the top
 */
export function paint(
  { frames, rectangles }: Drawn,
  panel: number,
  rows: number,
  columns: number,
): readonly (readonly string[])[] {
  const frame = frames[panel];
  const [width, height] = [frame.width / columns, frame.height / rows];
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => {
      const x = frame.x + (column + 0.5) * width;
      const y = frame.y + (row + 0.5) * height;
      const covering = rectangles.filter(
        (each) => each.x <= x && x < each.x + each.width && each.y <= y && y < each.y + each.height,
      );
      return covering.at(-1)?.fill ?? '';
    }),
  );
}

/** Three numbers in [0, 255] of '#rrggbb' or 'rgb(r, g, b)'. */
export function components(colour: string): readonly [number, number, number] {
  const found = colour.startsWith('#')
    ? colour.match(/[0-9a-f]{2}/g)!.map((digits) => parseInt(digits, 16))
    : colour.match(/\d+/g)!.map(Number);
  return found as unknown as readonly [number, number, number];
}
