import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { packages, root } from './support/workspace.js';

const drawn = readdirSync(join(root, 'tools', 'pictures')).flatMap(
  (file) => /^(.*)\.mjs$/.exec(file)?.[1] ?? [],
);

/** The pictures of a README, as HTML or as Markdown: the file, and the words for those who cannot see it. */
function picturesOf(readme: string): readonly { readonly file: string; readonly words: string }[] {
  const html = [...readme.matchAll(/<img src="([^"]*)"(?: width="\d+")? alt="([^"]*)">/g)];
  const markdown = [...readme.matchAll(/!\[([^\]]*)\]\(([^)]*)\)/g)];
  return [
    ...html.map(([, file, words]) => ({ file, words })),
    ...markdown.map(([, words, file]) => ({ file, words })),
  ];
}

test('pictures are those of packages', () => {
  const names = packages.map(({ name }) => name);
  expect(drawn.filter((name) => !names.includes(name))).toEqual([]);
  expect(drawn.length).toBeGreaterThan(10);
});

describe.each(packages.filter(({ name }) => drawn.includes(name)))('$name', ({ folder }) => {
  const pictures = picturesOf(readFileSync(join(folder, 'README.md'), 'utf8'));

  test('its README has every picture in docs, and no other', () => {
    const files = readdirSync(join(folder, 'docs')).map((file) => `docs/${file}`);
    expect(pictures.map(({ file }) => file).sort()).toEqual(files.sort());
    expect(pictures.length).toBeGreaterThan(0);
  });

  test.each(pictures)('$file is light, and told in words', ({ file, words }) => {
    expect(statSync(join(folder, file)).size).toBeLessThan(100_000);
    expect(words.length).toBeGreaterThan(40);
  });
});
