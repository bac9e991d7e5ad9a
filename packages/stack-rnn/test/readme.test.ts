import { join } from 'node:path';
import { codeBlocks, run } from '../../../tools/testing/readme.js';

const packageFolder = join(__dirname, '..');

test('the example runs a stack and shows what it held', async () => {
  const [example] = await codeBlocks(packageFolder);
  const lines = (await run(packageFolder, example!)).trim().split('\n');
  expect(lines).toEqual([
    '[ 12, 4, 3 ]',
    "[ 'push', 'pop', 'no-op' ] [ 12, 4, 2, 3 ]",
    '[ 12, 4, 2, 12, 1 ]',
    '[ 12, 4, 3 ]',
  ]);
}, 120_000);
