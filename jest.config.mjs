import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Every package is one jest project; `jest --selectProjects ntm` runs one of them. So are the tools of the workspace. */
const packages = readdirSync(new URL('./packages', import.meta.url));

const nativeEnvironment = fileURLToPath(new URL('./tools/testing/native-environment.cjs', import.meta.url));

/** Jest loads modules as CommonJS. Vega and Vega-Lite are built as such too, but their packages do not export that. */
const built = (file) => fileURLToPath(new URL(`./node_modules/${file}`, import.meta.url));

/**
 * Test files see the globals through a proxy, which makes each look-up slow, and tfjs looks up several in each kernel.
 * Passed into every module instead, they make numerical tests nearly twice as fast.
 */
const passedIn = [
  ...['Array', 'Error', 'Float32Array', 'Int32Array', 'Map', 'Math', 'Number', 'Object', 'Promise', 'Set'],
  ...['String', 'Symbol', 'Uint8Array', 'WeakMap'],
];

/** The project of the tests in a folder. */
const project = (displayName, folder) => ({
  displayName,
  rootDir: `<rootDir>/${folder}`,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testEnvironment: process.env.LOCI_BACKEND === 'tfjs-node' ? nativeEnvironment : 'node',
  sandboxInjectedGlobals: passedIn,
  setupFilesAfterEnv: [fileURLToPath(new URL('./tools/testing/fixed-seed.ts', import.meta.url))],
  // Tests run on the sources, so no build is needed before them.
  testEnvironmentOptions: { customExportConditions: ['@loci/source', 'node', 'require', 'default'] },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^vega$': built('vega/build/vega.js'),
    '^vega-lite$': built('vega-lite/build/vega-lite.min.js'),
  },
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json', 'node'],
  transform: {
    '\\.(ts|mjs)$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
  },
});

export default {
  // One worker a core: the learning tests are pure computation.
  maxWorkers: '100%',
  // Against tests that hang, on a machine that has other things to do as well.
  testTimeout: 300_000,
  projects: [...packages.map((name) => project(name, `packages/${name}`)), project('tools', 'tools')],
};
