import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Package } from './workspace.js';

export interface Example {
  readonly language: 'js' | 'ts' | 'sh';
  readonly code: string;
}

/**
 * The example of a package: the first block of JavaScript or TypeScript in its README; and of a package that is a
 * command, the first block of shell commands that calls it.
 *
 * @throws Error if there is no README or no example in it
 */
export function exampleOf({ name, folder, manifest }: Package): Example {
  const text = readFileSync(join(folder, 'README.md'), 'utf8');
  const blocks = [...text.matchAll(/^```(js|ts|sh)\n(.*?)^```$/gms)].map(
    ([, language, code]) => ({ language, code }) as Example,
  );
  const commands = Object.keys(manifest.bin ?? {});
  const example = blocks.find(({ language, code }) =>
    commands.length > 0
      ? language === 'sh' && commands.some((command) => code.startsWith(`${command} `))
      : language !== 'sh',
  );
  if (!example) throw new Error(`packages/${name}/README.md has no example`);
  return example;
}
