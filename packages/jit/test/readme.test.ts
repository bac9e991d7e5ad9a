import { join } from 'node:path';
import { codeBlocks, run } from '../../../tools/testing/readme.js';

test('the example learns, in one program', async () => {
  const folder = join(__dirname, '..');
  const [example] = await codeBlocks(folder);
  const output = await run(folder, example!);
  const losses = [...output.matchAll(/^step \d+: loss (\S+)$/gm)].map(([, loss]) => Number(loss));
  expect(losses).toHaveLength(4);
  expect(losses.at(-1)).toBeLessThan(losses[0]! / 4);
  expect(output).toContain('runs: 200');
});
