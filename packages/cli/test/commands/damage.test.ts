/** Whatever stands in the files of a run, the command says what is wrong in one line, soon, and changes nothing. */
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { command } from '../support/command.js';
import { tiny } from '../support/small.js';
import { withTemporaryFolder } from '../support/temporary-folder.js';

jest.setTimeout(300_000);

let sound: string;
beforeAll(async () => {
  sound = await mkdtemp(join(tmpdir(), 'loci-cli-sound-'));
  await command('train', 'copy', ...tiny, '--steps', '10', '--out', sound, '--quiet', '--no-pictures');
});
afterAll(() => rm(sound, { recursive: true }));

const checkpoint = 'checkpoints/step-00000010';
const checkpointFiles = ['manifest.json', 'weights.bin', 'slots.bin', 'state.json'].map(
  (name) => `${checkpoint}/${name}`,
);

/** Every file below a folder, with its bytes. */
async function contents(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(
    await Promise.all(files.map(async (file) => [file, (await readFile(file)).toString('base64')])),
  );
}

/** Calls commands that read a run of which one file was changed. */
const afterChange = (file: string, change: (content: Buffer) => Uint8Array) =>
  withTemporaryFolder(async (folder) => {
    await cp(sound, folder, { recursive: true });
    await writeFile(join(folder, file), change(await readFile(join(folder, file))));
    const before = await contents(folder);
    const outcomes = [
      await command('evaluate', folder, '--engine', 'cpu', '--lengths', '2', '--sequences', '2'),
      // No step is left to take, so that a sound run ends at once.
      await command(
        'train',
        '--resume',
        folder,
        '--engine',
        'cpu',
        '--steps',
        '10',
        '--quiet',
        '--no-pictures',
      ),
    ];
    if (outcomes.some(({ code }) => code !== 0)) expect(await contents(folder)).toEqual(before);
    return outcomes;
  });

const isOneLine = /^(note: [^\n]+\n)?error: (?!internal)[^\n]+\n$/;

test('random bytes in place of a file of the checkpoint', async () => {
  const bytes = fc.uint8Array({ maxLength: 4096 });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...checkpointFiles, 'run.json'), bytes, async (file, garbage) => {
      for (const { code, stdout, stderr } of await afterChange(file, () => garbage)) {
        expect([code, stdout]).toEqual([2, '']);
        expect(stderr).toMatch(isOneLine);
      }
    }),
    { numRuns: 60 },
  );
});

test('a file of the checkpoint cut off, or with one bit changed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...checkpointFiles),
      fc.boolean(),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      fc.integer({ min: 0, max: 7 }),
      async (file, cut, where, bit) => {
        let isSpaceLost = false;
        const outcomes = await afterChange(file, (content) => {
          const position = Math.floor(where * content.length);
          isSpaceLost = content.subarray(position).toString().trim() === '';
          if (cut) return content.subarray(0, position);
          content[position] ^= 1 << bit;
          return content;
        });
        // A JSON file may mean the same with a changed space between its words, and without the one at its end.
        const mayBeSound = file.endsWith('.json') && (!cut || isSpaceLost);
        for (const { code, stderr } of outcomes) {
          if (mayBeSound && code === 0) continue;
          expect(code).toBe(2);
          expect(stderr).toMatch(isOneLine);
        }
      },
    ),
    { numRuns: 60 },
  );
});

/** The paths to all values within a value of JSON. */
const pathsIn = (value: unknown): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [[], ...Object.entries(value).flatMap(([key, part]) => pathsIn(part).map((path) => [key, ...path]))]
    : [[]];

const replaced = (value: unknown, [key, ...path]: readonly string[], by: unknown): unknown => {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  const parts = copy as Record<string, unknown>;
  parts[key] = replaced(parts[key], path, by);
  return copy;
};

test('any value of run.json replaced by any other', async () => {
  const record: unknown = JSON.parse(await readFile(join(sound, 'run.json'), 'utf8'));
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...pathsIn(record)), fc.jsonValue(), async (path, value) => {
      const text = JSON.stringify(replaced(record, path, value));
      for (const { code, stderr } of await afterChange('run.json', () => Buffer.from(text))) {
        if (code === 0) continue;
        expect(code).toBe(2);
        expect(stderr).toMatch(isOneLine);
      }
    }),
    { numRuns: 150 },
  );
});
