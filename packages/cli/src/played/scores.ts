import type { LevelScore } from '@loci/train';
import { count, percentage } from '../output/format.js';
import { between } from '../output/scores.js';
import { table } from '../output/table.js';

/** Scores by level as a table, with a line below that says what they were taken on. */
export function levelTable(
  trained: { readonly low: number; readonly high: number },
  scores: readonly LevelScore[],
): string[] {
  const columns = [
    { head: 'level', unit: '' },
    { head: 'symbols right', unit: '%' },
    { head: 'episodes without a mistake', unit: '%' },
  ];
  const rows = scores.map(({ level, symbols, solved }) => [
    count(level),
    percentage(symbols),
    percentage(solved),
  ]);
  const episodes = count(scores[0]?.episodes ?? 0);
  return [
    ...table(columns, rows),
    '',
    `  ${episodes} new episodes of each level; trained on ${between('level', trained)}.`,
  ];
}
