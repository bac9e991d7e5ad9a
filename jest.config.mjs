import { readdirSync } from 'node:fs';

/** Every package is one jest project; `jest --selectProjects ntm` runs one of them. */
const packages = readdirSync(new URL('./packages', import.meta.url));

export default {
  // One worker a core: the learning tests are pure computation.
  maxWorkers: '100%',
  projects: packages.map((name) => ({
    displayName: name,
    rootDir: `<rootDir>/packages/${name}`,
    testMatch: ['<rootDir>/test/**/*.test.ts'],
    testEnvironment: 'node',
    // Tests run on the sources, so no build is needed before them.
    testEnvironmentOptions: { customExportConditions: ['@loci/source', 'node', 'require', 'default'] },
    moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
    transform: {
      '\\.ts$': [
        '@swc/jest',
        { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
      ],
    },
  })),
};
