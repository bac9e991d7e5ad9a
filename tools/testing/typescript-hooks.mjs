/**
 * Lets a child process of a test run the TypeScript sources: `node --import <this file> script.ts`. Node 20 cannot, and
 * the built packages may be older than the sources.
 */
import { readFile } from 'node:fs/promises';
import { register } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transform } from '@swc/core';

if (isMainThread) register(import.meta.url);

/** Sources import '.js'; a package is looked for by its source condition first. */
export async function resolve(specifier, context, next) {
  const fromSource = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
  const target = fromSource ? specifier.replace(/\.js$/, '.ts') : specifier;
  return next(target, { ...context, conditions: ['@loci/source', ...context.conditions] });
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const source = await readFile(fileURLToPath(url), 'utf8');
  const { code } = await transform(source, {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  return { format: 'module', source: code, shortCircuit: true };
}
