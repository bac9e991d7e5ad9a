import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { codeBlocks, run } from '../../../tools/testing/readme.js';

const packageFolder = join(__dirname, '..');

test('the example draws the picture that stands below it', async () => {
  const [example] = await codeBlocks(packageFolder);
  const folder = await mkdtemp(join(tmpdir(), 'loci-plot-'));
  try {
    expect(example).toContain("writeFile('walk.png',");
    const file = join(folder, 'walk.png');
    await run(packageFolder, example.replace("'walk.png'", JSON.stringify(file)));
    const [drawn, committed] = await Promise.all(
      [file, join(packageFolder, 'docs/walk.png')].map((each) => readFile(each)),
    );
    expect(committed.length).toBeLessThan(100_000);
    const [one, other] = [drawn, committed].map((bytes) => PNG.sync.read(bytes));
    expect([one.width, one.height]).toEqual([other.width, other.height]);
    // Another processor may round an edge of a letter otherwise.
    const differing = one.data.filter((value, index) => Math.abs(value - other.data[index]) > 8).length;
    expect(differing / one.data.length).toBeLessThan(0.001);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the example of curves draws an SVG', async () => {
  const [, curves] = await codeBlocks(packageFolder);
  const output = await run(packageFolder, `${curves}\nconsole.log(svg);`);
  expect(output).toMatch(/^<svg [^]*>trained up to here<[^]*<\/svg>\n$/);
});
