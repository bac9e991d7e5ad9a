import type { Step } from './steps.js';

/** One number of the input or target vectors, as a row of a picture. */
export interface Channel {
  readonly name: string;
  /** How a value other than 0 is drawn. @defaultValue '#' */
  readonly glyph?: (value: number) => string;
}

const NOTE = 'time runs to the right; # is 1, . is 0, blank does not count';

const cell = (vector: readonly number[] | undefined, index: number, { glyph }: Channel): string => {
  if (!vector) return '';
  const value = vector[index] ?? 0;
  if (value === 0) return '.';
  return glyph ? glyph(value) : '#';
};

/** Draws a sequence as text: a row for each channel, a column for each step. */
export function picture(
  title: string,
  steps: readonly Step[],
  inputs: readonly Channel[],
  targets: readonly Channel[],
): string {
  const rows = [
    ...inputs.map((channel, index) => ({
      side: index === 0 ? 'inputs' : '',
      name: channel.name,
      cells: steps.map(({ input }) => cell(input, index, channel)),
    })),
    ...targets.map((channel, index) => ({
      side: index === 0 ? 'targets' : '',
      name: channel.name,
      cells: steps.map(({ target }) => cell(target, index, channel)),
    })),
  ];
  const widths = steps.map((_, step) => Math.max(...rows.map(({ cells }) => cells[step].length)));
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map(({ side, name, cells }) =>
    [
      side.padEnd('targets'.length),
      name.padEnd(nameWidth),
      cells.map((text, step) => text.padStart(widths[step])).join(''),
    ]
      .join('  ')
      .trimEnd(),
  );
  return [`${title}: ${NOTE}`, ...lines].join('\n');
}
