import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withTemporaryFolder } from './support/temporary-folder.js';

jest.setTimeout(60_000);

const packageFolder = join(__dirname, '..');
const hooks = join(__dirname, 'support/typescript-hooks.mjs');

/** The code blocks of the README: the first runs by itself, the second goes on with it. */
async function blocks(): Promise<string[]> {
  const text = await readFile(join(packageFolder, 'README.md'), 'utf8');
  return [...text.matchAll(/^```[jt]s\n(.*?)^```$/gms)].map(([, code]) => code);
}

const run = async (code: string): Promise<string> => {
  const options = ['--import', hooks, '--input-type=module', '--eval', code];
  return (await promisify(execFile)(process.execPath, options, { cwd: packageFolder })).stdout;
};

test('the example learns', async () => {
  const [example] = await blocks();
  const output = await run(example);
  expect(output).toMatch(/^step 100: .*\nstep 200: .*\nstep 300: .* bits a sequence\n/);
  expect(output.match(/accuracy: 1,/g)).toHaveLength(2);
});

test('the example of a run in a folder stores its checkpoints', () =>
  withTemporaryFolder(async (folder) => {
    const [example, stored] = await blocks();
    const output = await run(example + stored.replace('runs/differ', folder));
    const steps = [...output.matchAll(/^stored in .*step-(\d+)$/gm)].map(([, step]) => Number(step));
    expect(steps).toEqual([100, 200, 300]);
  }));
