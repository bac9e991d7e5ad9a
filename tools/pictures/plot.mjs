/** The README's own example. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const hooks = fileURLToPath(new URL('../testing/typescript-hooks.mjs', import.meta.url));

/** @param {string} folder */
export async function draw(folder) {
  const [, example] =
    /^```js\n(.*?)^```$/ms.exec(readFileSync(join(folder, '..', 'README.md'), 'utf8')) ?? [];
  // The example writes into the folder that it runs in.
  execFileSync(process.execPath, ['--import', hooks, '--input-type=module', '--eval', example], {
    cwd: folder,
    stdio: 'inherit',
  });
}
