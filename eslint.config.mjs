import js from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { rooms } from './tools/rooms.mjs';

/** One lint rule a room: sources import only the rooms below them, and never another room's private files. */
function importDirections([name, room]) {
  const forbidden = Object.keys(rooms).filter((other) => other !== name && !room.imports.includes(other));
  return {
    files: [`packages/${name}/src/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^@loci/(${[...forbidden, name].join('|')})(/|$)`,
              message: `@loci/${name} may import only: ${room.imports.join(', ') || 'no other room'} (tools/rooms.mjs).`,
            },
            // `/node` is the part of a room that browsers cannot run.
            { regex: '^@loci/[^/]+/(?!node$).', message: 'What a room does not export is private to it.' },
            {
              regex: '^(\\.\\./)+(packages|[a-z-]+/src)/',
              message: 'Import another room by its package name.',
            },
            ...(room.tfjs
              ? []
              : [{ regex: '^@tensorflow/', message: `@loci/${name} works without tfjs (tools/rooms.mjs).` }]),
          ],
        },
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', 'runs/**', 'coverage/**'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    languageOptions: { globals: globals.node },
    // As in TypeScript: a leading underscore marks what a signature demands and the body does not need.
    rules: { '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }] },
  },
  ...Object.entries(rooms).map(importDirections),
  {
    // Where a module has to be loaded after something else was done, or by a program that knows nothing else.
    files: ['**/*.cjs', '**/*.d.cts'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['packages/*/src/**/*.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Randomness enters as an argument (@loci/random).' },
      ],
    },
  },
);
