import { join } from 'node:path';
import { codeBlocks, run } from '../../../tools/testing/readme.js';

jest.setTimeout(600_000);

test('the example trains, and draws an episode', async () => {
  const packageFolder = join(__dirname, '..');
  const [example] = await codeBlocks(packageFolder);
  const output = await run(packageFolder, example);
  expect(output).toMatch(/^update 300: level \d\nupdate 400: level \d\nstep {2}input/m);
});
