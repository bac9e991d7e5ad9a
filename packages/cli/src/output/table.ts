/** A column of numbers: what they are, and their unit or meaning below it. */
export interface Column {
  readonly head: string;
  readonly unit: string;
}

/** The lines of a table for a terminal, indented by two spaces. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const heads = [columns.map(({ head }) => head), columns.map(({ unit }) => unit)];
  const all = [...heads.filter((cells) => cells.some((cell) => cell !== '')), ...rows];
  const widths = columns.map((_, column) => Math.max(...all.map((cells) => cells[column].length)));
  return all.map((cells) => `  ${cells.map((cell, column) => cell.padStart(widths[column])).join('  ')}`);
}
