import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packages } from './workspace.js';
import type { Package } from './workspace.js';

export interface Example {
  readonly language: 'js' | 'ts' | 'sh';
  readonly code: string;
}

const readmeOf = ({ folder }: Package): string => readFileSync(join(folder, 'README.md'), 'utf8');

/** The packages of the workspace that the README of one tells to install, the one itself included. */
export function installedByReadme(each: Package): readonly Package[] {
  const words = /^npm (?:i|install) .*$/m.exec(readmeOf(each))?.[0].split(/\s+/) ?? [];
  return packages.filter((other) => other === each || words.includes(other.manifest.name));
}

/**
 * The example of a package: the first block of JavaScript or TypeScript in its README; and of a package that is a
 * command, the first block of shell commands that calls it.
 *
 * @throws Error if there is no README or no example in it
 */
export function exampleOf(each: Package): Example {
  const { name, manifest } = each;
  const text = readmeOf(each);
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
