/** Batches that are written down once and for all: the same seed and options must give the same numbers for ever. */
import { join } from 'node:path';
import { RandomStream } from '@loci/random';
import { createTask } from '../../src/index.js';
import type { TaskName } from '../../src/index.js';

/** The lengths of the batch that is written down. A new task needs a line here, and its file: see write-golden.ts. */
const goldenLengths: Record<TaskName, readonly number[]> = {
  copy: [3, 1, 5],
  'repeat-copy': [2, 1, 3],
  'associative-recall': [3, 2, 4],
  'dynamic-n-grams': [30, 6, 20],
  'priority-sort': [18, 1, 5],
  reverse: [3, 1, 5],
};

export const goldenFile = (name: TaskName): string => join(__dirname, '../golden', `${name}.json`);

/** The batch of a task with its default options, as the text of a file. */
export function goldenText(name: TaskName): string {
  const task = createTask(name);
  const lengths = goldenLengths[name];
  const seed = 1410_5401;
  const random = RandomStream.fromSeed(seed);
  const { inputs, targets, mask } = task.sample(random, { batch: lengths.length, length: lengths });
  const lines = Object.entries({ inputs, targets, mask }).map(
    ([part, { shape, values }]) => `"${part}": ${JSON.stringify({ shape, values: [...values] })}`,
  );
  const fields = [
    `"task": ${JSON.stringify(name)}`,
    `"options": ${JSON.stringify(task.options)}`,
    `"seed": ${seed}`,
    `"lengths": ${JSON.stringify(lengths)}`,
    ...lines,
    `"next": ${random.uniform()}`,
  ];
  return `{\n  ${fields.join(',\n  ')}\n}\n`;
}
