import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { RunFileError } from '../../src/index.js';
import { writeFiles } from '../../src/node.js';
import { fullAfter } from '../support/faulty-file-system.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';

test('files are written into a folder that is made for them, and replaced later', () =>
  withTemporaryFolder(async (above) => {
    const folder = join(above, 'deep', 'pictures');
    const paths = await writeFiles(folder, { 'a.svg': '<svg/>', 'b.png': Uint8Array.of(1, 2) });
    expect(paths).toEqual([join(folder, 'a.svg'), join(folder, 'b.png')]);
    await writeFiles(folder, { 'a.svg': 'ü' });
    expect(await readFile(paths[0], 'utf8')).toBe('ü');
    expect([...(await readFile(paths[1]))]).toEqual([1, 2]);
    expect((await readdir(folder)).sort()).toEqual(['a.svg', 'b.png']);
  }));

test('on a full disk each file is the new one or the one before', async () => {
  const [before, after] = ['before', 'after it'].map((text) => text.repeat(10));
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 2 * after.length - 1 }), (room) =>
      withTemporaryFolder(async (folder) => {
        await writeFiles(folder, { a: before, b: before });
        const error: unknown = await writeFiles(folder, { a: after, b: after }, fullAfter(room)).catch(
          (reason: unknown) => reason,
        );
        expect(error).toBeInstanceOf(RunFileError);
        expect(error).toMatchObject({ problem: 'unwritable' });
        expect(await readFile(join(folder, 'a'), 'utf8')).toBe(room < after.length ? before : after);
        expect(await readFile(join(folder, 'b'), 'utf8')).toBe(before);
        expect((await readdir(folder)).sort()).toEqual(['a', 'b']);
      }),
    ),
    { numRuns: 20 },
  );
});

test.each(['/proc/loci/pictures', '/dev/null/pictures'])(
  '%s cannot be made, which is told soon',
  async (folder) => {
    const error: unknown = await writeFiles(folder, { a: '' }).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'RunFileError', file: folder, problem: 'unwritable' });
  },
);

test('a file in place of the folder stays', () =>
  withTemporaryFolder(async (above) => {
    const file = join(above, 'file');
    await writeFile(file, 'before');
    await expect(writeFiles(file, { a: '' })).rejects.toThrow(RunFileError);
    expect(await readFile(file, 'utf8')).toBe('before');
  }));
