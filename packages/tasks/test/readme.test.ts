import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RandomStream } from '@loci/random';
import { codeBlocks, run } from '../../../tools/testing/readme.js';
import { createTask, tasks } from '../src/index.js';

const packageFolder = join(__dirname, '..');

test('the example runs', async () => {
  const [example] = await codeBlocks(packageFolder);
  const output = await run(packageFolder, example);
  expect(output).toContain('copy, length 8: ');
  expect(output).toContain('[ 12, 2, 6 ] [ 12, 2, 5 ] [ 12, 2 ]');
  expect(output).toMatch(/wrong bits \d+(\.\d+)? bits a sequence\nexact sequences \d+ %\n$/);
});

test('the task of your own draws its example', async () => {
  const [, own] = await codeBlocks(packageFolder);
  const lines = (await run(packageFolder, own)).split('\n');
  const ones = lines[1].match(/#/g)?.length ?? 0;
  expect(lines[0]).toMatch(/^parity, length 12: /);
  expect(lines[3].endsWith(ones % 2 === 1 ? '#' : '.')).toBe(true);
});

test('the example of bAbI writes a story, reads it and answers a question', async () => {
  const [, , babi] = await codeBlocks(packageFolder);
  const output = await run(packageFolder, babi);
  expect(output).toMatch(
    /^1 \w+ [a-z ]+ the \w+\.\n2 [A-Z][a-z ]+ the \w+\.\n3 Where is \w+\?\t\w+\t1 2\n4 /,
  );
  expect(output).toContain('\n1000 26\n');
  expect(output).toContain("question: [ 'where', 'is', ");
  expect(output).toMatch(/\n\[ 'garden' \]\n$/);
});

const pictured = ['copy', 'repeat-copy', 'associative-recall', 'dynamic-n-grams', 'priority-sort', 'reverse'];

test('every task is named', async () => {
  const text = await readFile(join(packageFolder, 'README.md'), 'utf8');
  expect(Object.keys(tasks).filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});

test.each(pictured)('the picture of %s is what it draws, and its row tells the truth', async (name) => {
  const text = await readFile(join(packageFolder, 'README.md'), 'utf8');
  const task = createTask(name);
  expect(text).toContain('```\n' + task.example(RandomStream.fromSeed(2)) + '\n```');
  const row = text.split('\n').find((line) => line.startsWith(`| \`${name}\``));
  const cells = row?.split('|').map((cell) => cell.trim());
  const { low, high } = task.train;
  expect(cells?.[3]).toBe(`${low === high ? low : `${low}-${high}`}; ${task.test.join(', ')}`);
  expect(cells?.[4]).toBe(`${task.inputSize}, ${task.outputSize}`);
  for (const option of Object.keys(task.options)) expect(cells?.[5]).toContain(`\`${option}`);
  expect(cells?.[6]).toBe(task.metrics.map((metric) => metric.name).join(', '));
});
