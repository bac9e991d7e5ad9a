/**
 * Packages as their users get them: each is packed, and installed alone with its peers in an empty folder, where its
 * README's example must run. The packages must have been built (`npm test` does it).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile, installAlone, pack } from './support/consumer.js';
import { exampleOf } from './support/example.js';
import { execute, executeTool } from './support/execute.js';
import { packages } from './support/workspace.js';

jest.setTimeout(600_000);

const folder = mkdtempSync(join(tmpdir(), 'loci-packed-'));
let tarballs: ReadonlyMap<string, string>;

beforeAll(async () => {
  tarballs = await pack(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(packages.map((each) => [each.manifest.name, each] as const))('%s', (name, each) => {
  test('is packed as bundlers, Node and TypeScript want it', async () => {
    const tarball = tarballs.get(name)!;
    await executeTool(folder, 'publint', 'run', '--strict', tarball);
    await executeTool(folder, 'attw', '--profile', 'esm-only', '--format', 'ascii', '--no-color', tarball);
  });

  test('installed alone with its peers, its types hold and the example of its README runs', async () => {
    const example = exampleOf(each);
    const consumer = join(folder, each.name);
    try {
      await installAlone(each, consumer, tarballs);
      expect(await compile(each, example, consumer)).toBe('');
      await (example.language === 'sh'
        ? execute(consumer, 'sh', '-e', '-c', example.code)
        : execute(consumer, process.execPath, 'built/example.js'));
    } finally {
      rmSync(consumer, { recursive: true, force: true });
    }
  });
});
