import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addressing, content } from '@loci/addressing';
import { codeBlocks, run } from '../../../tools/testing/readme.js';
import * as laws from '../src/index.js';

const packageFolder = join(__dirname, '..');
const readme = () => readFile(join(packageFolder, 'README.md'), 'utf8');

test('the example finds the mistake, in the words that stand there', async () => {
  const [example] = await codeBlocks(packageFolder);
  const output = await run(packageFolder, example);
  expect(output).toMatch(/^'recency' breaks the law 'batch rows are independent'\n/);
  expect(await readme()).toContain('```\n' + output + '```');
});

test('all laws of schemes are named', async () => {
  const text = await readme();
  const named = laws
    .schemeLaws(addressing(content()), {
      symmetry: 'rotation',
      soft: addressing(content()),
      compile: (fn) => fn,
    })
    .map(({ name }) => name);
  const missing = named.filter((name) => !text.includes(name));
  expect(missing).toEqual([]);
});

test('what it tells of is exported', async () => {
  const called = [...(await readme()).matchAll(/`(\w+Laws|checkLaws|directionalDerivatives|agrees)\b/g)];
  expect(called.length).toBeGreaterThan(6);
  for (const [, name] of called) expect(laws).toHaveProperty(name);
});
