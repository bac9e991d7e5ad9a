/** Makes the picture of the README again, with the README's own example: `node docs/make.mjs`, after the build. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const [, example] = /^```js\n(.*?)^```$/ms.exec(
  readFileSync(new URL('../README.md', import.meta.url), 'utf8'),
);
execFileSync(process.execPath, ['--input-type=module', '--eval', example], {
  // The example writes into the folder that it runs in.
  cwd: dirname(fileURLToPath(import.meta.url)),
  stdio: 'inherit',
});
