import fc from 'fast-check';
import { RandomStream } from '@loci/random';
import {
  associativeRecall,
  copy,
  createTask,
  dynamicNGrams,
  dyck,
  prioritySort,
  repeatCopy,
  reverse,
} from '../../src/index.js';
import type { Batch, ConfiguredTask, TaskName } from '../../src/index.js';

export const seeds = fc.integer({ min: -(2 ** 31), max: 2 ** 32 - 1 });

const bits = fc.integer({ min: 1, max: 9 });

const languages = [
  'anbn',
  'anbncn',
  'anbncndn',
  'anb2n',
  'anbmcnm',
  'anbkcnk',
  'anbmcndm',
  'memorisation',
  'addition',
];

const formal = [
  ...['even-pairs', 'parity-check', 'cycle-navigation', 'modular-arithmetic', 'reverse-string'],
  ...['stack-manipulation', 'modular-arithmetic-brackets', 'solve-equation', 'duplicate-string'],
  ...[
    'missing-duplicate',
    'odds-first',
    'bucket-sort',
    'binary-addition',
    'binary-multiplication',
    'compute-sqrt',
  ],
];

/** Every task, with options of all kinds. */
export const configuredTasks: fc.Arbitrary<ConfiguredTask<object>> = fc.oneof(
  fc.record({ bits }).map((options) => copy(options)),
  fc.record({ bits }).map((options) => reverse(options)),
  fc
    .record({ bits, low: fc.integer({ min: 1, max: 4 }), half: fc.integer({ min: 1, max: 2 }) })
    .map((drawn) =>
      repeatCopy({ bits: drawn.bits, repeats: { low: drawn.low, high: drawn.low + 2 * drawn.half - 1 } }),
    ),
  fc.record({ bits, vectors: fc.integer({ min: 1, max: 4 }) }).map((options) => associativeRecall(options)),
  fc.record({ order: fc.integer({ min: 1, max: 7 }) }).map((options) => dynamicNGrams(options)),
  fc
    .tuple(fc.constantFrom(...languages), fc.constantFrom(0, 0, 20))
    .map(([name, stream]) => createTask(name as TaskName, { stream } as object) as ConfiguredTask<object>),
  fc
    .tuple(fc.constantFrom(...formal), fc.integer({ min: 0, max: 2 }))
    .map(
      ([name, computation]) =>
        createTask(name as TaskName, { computation } as object) as ConfiguredTask<object>,
    ),
  fc.record({ kinds: fc.integer({ min: 1, max: 3 }) }).map((options) => dyck(options)),
  fc.record({ bits, highest: fc.integer({ min: 1, max: 12 }) }).map((options) => prioritySort(options)),
);

/** Lengths of up to five sequences of a task. */
export const lengthsOf = ({ lengths: { low, high } }: ConfiguredTask<object>): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: low, max: Math.min(high, low + 12) }), { minLength: 1, maxLength: 5 });

/** Batches of a task, whose sequences have lengths of their own. */
export const batchesOf = (task: ConfiguredTask<object>): fc.Arbitrary<Batch> =>
  fc
    .tuple(seeds, lengthsOf(task))
    .map(([seed, length]) => task.sample(RandomStream.fromSeed(seed), { batch: length.length, length }));
