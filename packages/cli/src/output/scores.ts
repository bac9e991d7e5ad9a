import type { Task } from '@loci/tasks';
import type { LengthScore } from '@loci/train';
import { count, percentage } from './format.js';
import { table } from './table.js';

/** Scores by length as a table, with a line below that says what they were taken on. */
export function scoresTable(
  task: Task,
  trained: { readonly low: number; readonly high: number },
  scores: readonly LengthScore[],
): string[] {
  const columns = [
    { head: 'length', unit: '' },
    { head: 'accuracy', unit: '%' },
    { head: 'cross-entropy', unit: 'bits a sequence' },
    ...task.metrics.map(({ name, unit }) => ({ head: name, unit })),
  ];
  const rows = scores.map(({ length, accuracy, bits, metrics }) => [
    count(length),
    percentage(accuracy),
    bits.toFixed(3),
    ...task.metrics.map(({ name, unit }) =>
      unit === '%' ? percentage(metrics[name] / 100) : metrics[name].toFixed(3),
    ),
  ]);
  const sequences = count(scores[0]?.sequences ?? 0);
  return [
    ...table(columns, rows),
    '',
    `  ${sequences} new sequences of each length; trained on ${between('length', trained)}.`,
  ];
}

/** 'lengths 1 to 20', 'level 3' */
export const between = (
  noun: string,
  { low, high }: { readonly low: number; readonly high: number },
): string => (low === high ? `${noun} ${count(low)}` : `${noun}s ${count(low)} to ${count(high)}`);
