import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeBlocks, run } from '../testing/readme.js';
import { packages, root } from './support/workspace.js';

jest.setTimeout(300_000);

const readme = readFileSync(join(root, 'README.md'), 'utf8');

test('the example learns', async () => {
  const [example] = await codeBlocks(root);
  const bits = [...(await run(root, example!)).matchAll(/^\d+ ([\d.]+) bits a sequence$/gm)].map(([, x]) =>
    Number(x),
  );
  const mean = (numbers: number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  expect(bits.length).toBeGreaterThanOrEqual(10);
  // Lengths are drawn, so single batches go up and down. The first can only guess: half of 4 bits, of 3 vectors on average.
  expect(mean(bits.slice(0, 5))).toBeGreaterThan(6);
  expect(mean(bits.slice(-5))).toBeLessThan(1);
});

test('the table has every package', () => {
  const rows = [...readme.matchAll(/^\| \[`@loci\/([a-z0-9-]+)`\]\(packages\/\1\)/gm)].map(
    ([, name]) => name,
  );
  expect(rows.sort()).toEqual(packages.map(({ name }) => name).sort());
});
