/** Runs the examples of a package's README, so that they cannot fall behind the code. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transform } from '@swc/core';

const hooks = join(__dirname, 'typescript-hooks.mjs');

/** The code blocks marked as `js` or `ts` in the README of a package, in their order. */
export async function codeBlocks(packageFolder: string): Promise<string[]> {
  const text = await readFile(join(packageFolder, 'README.md'), 'utf8');
  return [...text.matchAll(/^```[jt]s\n(.*?)^```$/gms)].map(([, code]) => code);
}

/**
 * Runs code as a user's module that imports the packages by name (their sources, which need no build), in a process of
 * its own. What it prints is returned; the promise is rejected, with what it wrote to stderr, if it fails.
 */
export async function run(packageFolder: string, code: string): Promise<string> {
  const { code: javascript } = await transform(code, {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  const options = ['--import', hooks, '--input-type=module', '--eval', javascript];
  return (await promisify(execFile)(process.execPath, options, { cwd: packageFolder })).stdout;
}
