import { RandomStream } from '@loci/random';
import fc from 'fast-check';
import { copy, createTask, tasks } from '../src/index.js';
import type { OptionsData, TaskName } from '../src/index.js';
import { configuredTasks, lengthsOf, seeds } from './support/arbitraries.js';

const names = Object.keys(tasks) as TaskName[];

it.each(names)('%s is known by its own name, with defaults for all options', (name) => {
  const task = createTask(name);
  expect(task.name).toBe(name);
  expect(Object.keys(task.options).length).toBeGreaterThan(0);
  expect(task.description).toMatch(/^[A-Z].*\.$/);
  expect(task.source).toMatch(/arXiv \d{4}\.\d{4}/);
});

it('makes the same task again from its name and options, through JSON', () => {
  fc.assert(
    fc.property(
      configuredTasks.chain((task) => fc.tuple(fc.constant(task), lengthsOf(task), seeds)),
      ([task, length, seed]) => {
        const again = createTask(task.name, JSON.parse(JSON.stringify(task.options)) as OptionsData);
        expect(again.options).toEqual(task.options);
        const sample = (of: typeof task) =>
          of.sample(RandomStream.fromSeed(seed), { batch: length.length, length });
        expect(sample(again)).toEqual(sample(task));
      },
    ),
  );
});

it('takes an option that is undefined for one that is not given', () => {
  expect(createTask('copy', { bits: undefined } as unknown as OptionsData).options).toEqual(copy().options);
});

it('knows the options of a name at compile time', () => {
  expect(createTask('repeat-copy', { repeats: { low: 1, high: 4 } }).options.repeats.high).toBe(4);
  // @ts-expect-error: copy has no such option.
  expect(() => createTask('copy', { vectors: 3 })).toThrow(RangeError);
});

const known = names.map((name) => `'${name}'`).join(', ');

it('knows the tasks of the papers', () => {
  expect(known).toContain(
    "'copy', 'repeat-copy', 'associative-recall', 'dynamic-n-grams', 'priority-sort', 'reverse'",
  );
  expect(known).toContain("'anbn', 'anbncn', 'anbncndn', 'anb2n', 'anbmcnm', 'anbkcnk', 'anbmcndm'");
  expect(names).toHaveLength(31);
});

it.each([
  ['cpoy', {}, `unknown task 'cpoy', did you mean 'copy'? Known are ${known}`],
  ['dynamic-ngram', {}, `unknown task 'dynamic-ngram', did you mean 'dynamic-n-grams'? Known are ${known}`],
  ['toString', {}, `unknown task 'toString'. Known are ${known}`],
  ['copy', { bit: 3 }, "unknown option 'bit', did you mean 'bits'? Known are 'bits'"],
  ['copy', { constructor: 3 }, "unknown option 'constructor'. Known are 'bits'"],
  ['copy', 3, 'options must be an object such as {"bits":8}, got 3'],
  ['copy', null, 'options must be an object such as {"bits":8}, got null'],
  ['copy', [], 'options must be an object such as {"bits":8}, got []'],
  ['copy', { bits: null }, 'bits must be an integer in [1, 256], got null'],
  ['copy', { bits: '8' }, 'bits must be an integer in [1, 256], got "8"'],
  ['reverse', { bits: 257 }, 'bits must be an integer in [1, 256], got 257'],
  ['repeat-copy', { bits: 0 }, 'bits must be an integer in [1, 256], got 0'],
  ['associative-recall', { bits: -1 }, 'bits must be an integer in [1, 256], got -1'],
  ['associative-recall', { vectors: 101 }, 'vectors must be an integer in [1, 100], got 101'],
  ['dynamic-n-grams', { order: 17 }, 'order must be an integer in [1, 16], got 17'],
  ['priority-sort', { bits: Infinity }, 'bits must be an integer in [1, 256], got Infinity'],
  ['priority-sort', { highest: 0 }, 'highest must be an integer in [1, 10000], got 0'],
])('%s %j is refused', (name, options, message) => {
  expect(() => createTask(name, options as OptionsData)).toThrow(new RangeError(message));
});
