import { join } from 'node:path';
import { codeBlocks, run } from '../../../tools/testing/readme.js';
import { withTemporaryFolder } from './support/temporary-folder.js';

const packageFolder = join(__dirname, '..');

test('the example learns', async () => {
  const [example] = await codeBlocks(packageFolder);
  const output = await run(packageFolder, example);
  expect(output).toMatch(/^step 100: .*\nstep 200: .*\nstep 300: .* bits a sequence\n/);
  expect(output.match(/accuracy: 1,/g)).toHaveLength(2);
});

test('the example of a run in a folder stores its checkpoints', () =>
  withTemporaryFolder(async (folder) => {
    const [example, stored] = await codeBlocks(packageFolder);
    const output = await run(packageFolder, example + stored.replace('runs/differ', folder));
    const steps = [...output.matchAll(/^stored in .*step-(\d+)$/gm)].map(([, step]) => Number(step));
    expect(steps).toEqual([100, 200, 300]);
  }));
