import type { EpisodeInstance, EpisodeTask } from './episode-task.js';

/** A symbol as a character: blank for 0. */
const glyphOf = (glyphs: string, symbol: number): string => (symbol === 0 ? ' ' : glyphs[symbol - 1]);

/** An episode as text: the surface with brackets where the head starts, and what is to be written. */
export function drawInstance(
  { name, glyphs }: Pick<EpisodeTask, 'name' | 'glyphs'>,
  level: number,
  { surface, start: [startRow, startColumn], target }: EpisodeInstance,
): string {
  const rows = surface.map((row, down) =>
    row
      .map((symbol, right) => {
        const starts = down === startRow && right === startColumn;
        return starts ? `[${glyphOf(glyphs, symbol)}]` : ` ${glyphOf(glyphs, symbol)} `;
      })
      .join(''),
  );
  return [
    `${name}, level ${level}: the head starts at [ ]`,
    ...rows.map((row, index) => `${index === 0 ? 'input ' : '      '} ${row}`.trimEnd()),
    `output  ${target.map((symbol) => glyphOf(glyphs, symbol)).join('  ')}`,
  ].join('\n');
}
