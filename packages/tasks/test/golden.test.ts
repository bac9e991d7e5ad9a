import { readFile, writeFile } from 'node:fs/promises';
import { tasks } from '../src/index.js';
import type { TaskName } from '../src/index.js';
import { goldenFile, goldenText } from './support/golden.js';

const names = Object.keys(tasks) as TaskName[];

/**
 * `GOLDEN=reverse npx jest --selectProjects tasks golden` writes the file of a new task. What is there is never written
 * again: results of users are compared on these batches.
 */
const added = process.env['GOLDEN'];
if (added !== undefined) {
  beforeAll(() => writeFile(goldenFile(added as TaskName), goldenText(added as TaskName), { flag: 'wx' }));
}

test.each(names)('the batches of %s are what they were', async (name) => {
  expect(goldenText(name)).toBe(await readFile(goldenFile(name), 'utf8'));
});
