import type { Episode } from './environment.js';
import type { Played } from './episode.js';

/** How symbols are drawn, one character each: `glyphs` of a task. */
export interface PictureOptions {
  readonly glyphs: string;
  /** Which episode of the batch. @defaultValue 0 */
  readonly index?: number;
}

/**
 * An episode as text, a line for each step: the input with the head in brackets, how far the memory head has gone from
 * where it began, what was written, and what should have been.
 *
 * @throws RangeError if there is no episode of that index.
 */
export async function pictureOf(
  { surface, targets }: Episode,
  played: Played,
  { glyphs, index = 0 }: PictureOptions,
): Promise<string> {
  const [surfaces, wanted, going, writes, position, symbol, weighting] = await Promise.all([
    surface.array(),
    targets.array(),
    played.going.array(),
    played.writes.array(),
    played.position.array(),
    played.symbol.array(),
    played.weighting.array(),
  ]);
  if (!surfaces[index]) {
    throw new RangeError(`index must be an integer in [0, ${surfaces.length - 1}], got ${index}`);
  }
  const glyph = (number: number): string => (number === 0 ? ' ' : glyphs[number - 1]);
  const lines: string[][] = [];
  let written = 0;
  going.forEach((goes, step) => {
    if (goes[index] === 0) return;
    const [row, column] = position[step][index];
    const input = surfaces[index].map((cells, down) =>
      tapeWithHead(cells.map(glyph), down === row ? column : NaN),
    );
    const logits = symbol[step][index];
    const writing = writes[step][index] === 1;
    lines.push([
      String(step),
      input.join('|'),
      shown(offset(weighting[step][index][0])),
      writing ? glyph(logits.indexOf(Math.max(...logits)) + 1) : '',
      writing ? glyph(wanted[index][written]) : '',
    ]);
    if (writing) written++;
  });
  return asTable([['step', 'input', 'memory', 'writes', 'wanted'], ...lines]);
}

/** Cells with room for the head on both sides. */
function tapeWithHead(cells: readonly string[], head: number): string {
  return [' ', ...cells, ' '].map((cell, place) => (place - 1 === head ? `[${cell}]` : ` ${cell} `)).join('');
}

/** The place of a one-hot weighting on a ring, as the way from place 0: the shorter one. */
function offset(weighting: readonly number[]): number {
  const place = weighting.indexOf(1);
  return place > weighting.length / 2 ? place - weighting.length : place;
}

const shown = (value: number): string => (value > 0 ? `+${value}` : String(value));

function asTable(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 1 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
