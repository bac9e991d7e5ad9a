import type { CellResult } from './suite.js';

/** Which seeds results are of, for the note below a table. */
export function seedsText(results: readonly CellResult<unknown>[]): string {
  const seeds = [...new Set(results.map(({ seed }) => seed))].sort((a, b) => a - b);
  return seeds.length === 1 ? `seed ${seeds[0]}` : `seeds ${seeds.join(', ')}`;
}
