import { join } from 'node:path';
import { codeBlocks, run } from '../../../tools/testing/readme.js';

const packageFolder = join(__dirname, '..');

test('the example learns to say where somebody is', async () => {
  const [example] = await codeBlocks(packageFolder);
  const output = await run(packageFolder, example);
  expect(output).toMatch(/^epoch 10: .*\nepoch 20: .*\nepoch 30: .*\n/);
  expect(Number(/test error: (\S+)/.exec(output)![1])).toBeLessThan(0.05);
  expect(output).toMatch(/answer: (bathroom|bedroom|garden|hallway|kitchen|office)\n/);
  expect(output).toMatch(/attention: \[ 1, 3, 50 \]/);
});

test('the example of the language model learns its text', async () => {
  const [, example] = await codeBlocks(packageFolder);
  const output = await run(packageFolder, example);
  // A guess by frequency has a perplexity of 4.7.
  expect(Number(/perplexity: (\S+)/.exec(output)![1])).toBeLessThan(3);
});
