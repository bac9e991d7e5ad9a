import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { version } from '../src/version.js';

test('the version written into records is that of the package', async () => {
  const manifest = JSON.parse(await readFile(join(__dirname, '../package.json'), 'utf8')) as {
    version: string;
  };
  expect(version).toBe(manifest.version);
});
