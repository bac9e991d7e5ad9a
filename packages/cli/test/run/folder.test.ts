import { mkdir } from 'node:fs/promises';
import { newRunFolder } from '../../src/run/folder.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';

test('runs of the same second get folders of their own', () =>
  withTemporaryFolder(async (folder) => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      const time = new Date(2026, 10, 5, 6, 9, 3);
      const names: string[] = [];
      for (let run = 0; run < 3; run++) {
        names.push(newRunFolder('copy', time));
        await mkdir(names.at(-1)!, { recursive: true });
      }
      expect(names).toEqual(['', '-2', '-3'].map((suffix) => `runs/copy-20261105-060903${suffix}`));
    } finally {
      process.chdir(before);
    }
  }));
