import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { addTrainOptions } from '../src/commands/train-options.js';
import { engineNames } from '../src/engines/table.js';
import { built } from './support/built.js';
import { withTemporaryFolder } from './support/temporary-folder.js';

jest.setTimeout(600_000);

const readme = readFile(join(__dirname, '../README.md'), 'utf8');

/** The commands of the example, each a list of arguments. */
async function example(): Promise<string[][]> {
  const [, code] = /^```sh\n(loci .*?)^```$/ms.exec(await readme)!;
  return code
    .replaceAll('\\\n', ' ')
    .trim()
    .split('\n')
    .map((line) => line.split(/\s+/).slice(1));
}

test('the example trains a model that copies without an error, and evaluates it', () =>
  withTemporaryFolder(async (folder) => {
    const [train, evaluate, ...more] = await example();
    expect(more).toEqual([]);
    const trained = await built(train, { cwd: folder });
    expect(trained.code).toBe(0);
    expect(trained.stdout).toMatch(/^ +5 +100\.00 +\d\.\d{3} +0\.000 +100\.00$/m);
    for (const [, file] of trained.stdout.matchAll(/^Picture +(.*)$/gm)) {
      expect((await readFile(join(folder, file))).length).toBeGreaterThan(1000);
    }
    const evaluated = await built(evaluate, { cwd: folder });
    expect([evaluated.code, evaluated.stderr]).toEqual([0, '']);
    expect(evaluated.stdout).toMatch(/^ +20( +\d+\.\d+){4}$/m);
  }));

test('every option of training and every engine is named', async () => {
  const text = await readme;
  for (const { long } of addTrainOptions(new Command()).options) expect(text).toContain(`\`${long}`);
  for (const engine of engineNames) expect(text).toContain(`\`${engine}\``);
});
