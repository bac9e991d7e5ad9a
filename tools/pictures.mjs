/**
 * `npm run pictures`: makes the pictures of the READMEs again, from the sources: `packages/NAME/docs` by
 * `tools/pictures/NAME.mjs`. What is trained for them is trained here, with the seeds that stand there.
 *
 *     npm run pictures                 all of them, within some minutes
 *     npm run pictures -- ntm laws     those of some packages
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './root.mjs';
import { install } from './set-up.mjs';

if (!(await install())) process.exit(1);
await import('./testing/typescript-hooks.mjs');

const scripts = join(root, 'tools', 'pictures');
const all = readdirSync(scripts, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => basename(name, '.mjs'));
const wanted = process.argv.slice(2);

const unknown = wanted.find((name) => !all.includes(name));
if (unknown !== undefined) {
  console.error(`a picture is that of ${all.join(', ')}, got '${unknown}'`);
  process.exit(2);
}
for (const name of wanted.length > 0 ? wanted : all) {
  const folder = join(root, 'packages', name, 'docs');
  if (!existsSync(folder)) mkdirSync(folder);
  const started = performance.now();
  const { draw } = await import(pathToFileURL(join(scripts, `${name}.mjs`)).href);
  await draw(folder);
  console.log(`${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
