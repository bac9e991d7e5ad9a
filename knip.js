export default {
  // Called by path, from the tests of the packed packages.
  ignoreDependencies: ['publint', '@arethetypeswrong/cli'],
  workspaces: {
    '.': {
      // jest.config.mjs says where packages/plot finds them.
      ignoreDependencies: ['vega', 'vega-lite'],
      entry: [
        'tools/*.mjs',
        'tools/pictures/*.mjs',
        'tools/bench/serve*.mjs',
        'tools/test/**/*.test.ts',
        'tools/test/support/lint.mjs',
        'tools/testing/typescript-hooks.mjs',
        'tools/tfjs-node/check.cjs',
      ],
      project: ['tools/**/*.{mjs,cjs,ts}'],
    },
    'packages/*': {
      entry: ['test/**/*.test.ts'],
      project: ['{src,test}/**/*.{ts,mjs}'],
    },
    'packages/jit': {
      // Benchmarks are run by hand; the modules are what tests start as processes of their own.
      entry: ['test/**/*.test.ts', 'test/**/*.mjs', 'benchmark/*.ts'],
      project: ['{src,test,benchmark}/**/*.{ts,mjs}'],
    },
    'packages/plot': {
      // Font files, found by their path.
      ignoreDependencies: ['dejavu-fonts-ttf'],
    },
    'packages/train': {
      entry: ['test/**/*.test.ts', 'test/support/child.ts'],
      project: ['{src,test}/**/*.ts'],
    },
  },
};
