import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fingerprint, isBuilt, rememberBuilt } from '../set-up/built.mjs';
import { isInstalled } from '../set-up/installed.mjs';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'loci-set-up-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Writes a file as if it were written so many seconds after the start of the test. */
function write(file: string, content: string | object, second = 0): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  const time = 1_700_000_000 + second;
  utimesSync(path, time, time);
}

describe('what is installed', () => {
  const entry = (version: string, more = {}) => ({ version, integrity: `sha512-${version}`, ...more });
  const wanted = (packages: object, second = 0) =>
    write('package-lock.json', { packages: { '': { name: 'workspace' }, ...packages } }, second);
  const installed = (packages: object, second = 0) => {
    write('node_modules/.package-lock.json', { packages }, second);
    for (const folder of Object.keys(packages)) mkdirSync(join(root, folder), { recursive: true });
  };

  test('is nothing on a fresh machine', () => {
    wanted({ 'node_modules/a': entry('1.0.0') });
    expect(isInstalled(root)).toBe(false);
  });

  test('suffices when it equals the lockfile, however new that is', () => {
    installed({ 'node_modules/a': entry('1.0.0') });
    wanted({ 'node_modules/a': entry('1.0.0') }, 60);
    expect(isInstalled(root)).toBe(true);
  });

  test.each([
    ['another version', { 'node_modules/a': entry('1.0.1') }],
    ['one more package', { 'node_modules/a': entry('1.0.0'), 'node_modules/b': entry('1.0.0') }],
    ['the same version with other content', { 'node_modules/a': entry('1.0.0', { integrity: 'sha512-x' }) }],
  ])('does not suffice for %s, however old the lockfile is', (_difference, packages) => {
    wanted(packages);
    installed({ 'node_modules/a': entry('1.0.0') }, 60);
    expect(isInstalled(root)).toBe(false);
  });

  test('does not suffice once a folder is gone', () => {
    wanted({ 'node_modules/a': entry('1.0.0') });
    installed({ 'node_modules/a': entry('1.0.0') }, 60);
    rmSync(join(root, 'node_modules/a'), { recursive: true });
    expect(isInstalled(root)).toBe(false);
  });

  test('may lack what is optional, until the lockfile changes', () => {
    const optional = { 'node_modules/other-system': entry('1.0.0', { optional: true, os: ['other'] }) };
    wanted(optional);
    installed({}, 60);
    expect(isInstalled(root)).toBe(true);
    wanted(optional, 120);
    expect(isInstalled(root)).toBe(false);
  });
});

describe('what is built', () => {
  beforeEach(() => {
    for (const file of ['package-lock.json', 'tsconfig.base.json', 'nx.json']) write(file, '{}');
    write('tools/testing/backend.ts', '');
    write('packages/a/package.json', '{}');
    write('packages/a/src/deep/index.ts', 'export {};');
    write('packages/a/test/index.test.ts', '');
    write('packages/a/dist/index.js', 'export {};');
  });

  test('is remembered by target', () => {
    expect(isBuilt(root, ['build'])).toBe(false);
    rememberBuilt(root, ['build'], fingerprint(root));
    expect(isBuilt(root, ['build'])).toBe(true);
    expect(isBuilt(root, ['build', 'typecheck'])).toBe(false);
  });

  test.each([
    'package-lock.json',
    'tsconfig.base.json',
    'packages/a/package.json',
    'packages/a/src/deep/index.ts',
    'packages/a/src/new.ts',
    'packages/a/test/index.test.ts',
    'tools/testing/backend.ts',
  ])('is out of date once %s changed', (file) => {
    rememberBuilt(root, ['build'], fingerprint(root));
    write(file, 'changed');
    expect(isBuilt(root, ['build'])).toBe(false);
  });

  test('is out of date when a source was removed, or the build itself', () => {
    rememberBuilt(root, ['build'], fingerprint(root));
    rmSync(join(root, 'packages/a/dist'), { recursive: true });
    expect(isBuilt(root, ['build'])).toBe(false);
    write('packages/a/dist/index.js', 'export {};');
    rmSync(join(root, 'packages/a/test/index.test.ts'));
    expect(isBuilt(root, ['build'])).toBe(false);
  });

  test('is out of date when a source changed while it was built', () => {
    const before = fingerprint(root);
    write('packages/a/src/deep/index.ts', 'changed', 5);
    rememberBuilt(root, ['build'], before);
    expect(isBuilt(root, ['build'])).toBe(false);
  });

  test('does not depend on other files', () => {
    rememberBuilt(root, ['build'], fingerprint(root));
    write('README.md', 'changed');
    write('packages/a/dist/more.js', '');
    expect(isBuilt(root, ['build'])).toBe(true);
  });
});
