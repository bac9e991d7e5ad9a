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
  anbn: [3, 1, 5],
  anbncn: [3, 1, 5],
  anbncndn: [3, 1, 5],
  anb2n: [3, 1, 5],
  anbmcnm: [3, 2, 5],
  anbkcnk: [6, 1, 4],
  anbmcndm: [3, 2, 5],
  memorisation: [3, 1, 5],
  addition: [3, 2, 5],
  dyck: [3, 1, 5],
  'even-pairs': [6, 1, 9],
  'parity-check': [6, 1, 9],
  'cycle-navigation': [6, 1, 9],
  'modular-arithmetic': [6, 1, 9],
  'reverse-string': [6, 1, 9],
  'stack-manipulation': [6, 1, 9],
  'modular-arithmetic-brackets': [6, 1, 9],
  'solve-equation': [6, 3, 12],
  'duplicate-string': [3, 1, 5],
  'missing-duplicate': [6, 2, 9],
  'odds-first': [6, 1, 9],
  'bucket-sort': [6, 1, 9],
  'binary-addition': [6, 3, 9],
  'binary-multiplication': [6, 3, 9],
  'compute-sqrt': [6, 1, 9],
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
