import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { exampleOf } from './support/example.js';
import { packages, rootManifest } from './support/workspace.js';

describe.each(packages.map((each) => [each.name, each] as const))('%s', (name, each) => {
  const { folder, manifest } = each;

  test('has a README with an example', () => {
    expect(exampleOf(each).code).not.toBe('');
  });

  test('says what all packages say', () => {
    expect(manifest).toMatchObject({
      name: `@loci/${name}`,
      version: rootManifest.version,
      license: rootManifest.license,
      repository: { ...rootManifest.repository, directory: `packages/${name}` },
      type: 'module',
      engines: rootManifest.engines,
      publishConfig: { access: 'public' },
      scripts: { build: 'tsc -b', typecheck: 'tsc -b tsconfig.test.json' },
    });
    expect(manifest.description).toMatch(/^\S.{20,}\.$/);
    expect(manifest.keywords.length).toBeGreaterThanOrEqual(4);
    expect(manifest.files).toEqual(
      manifest.bin ? ['dist', '!dist/*.tsbuildinfo', 'bin', 'src'] : ['dist', '!dist/*.tsbuildinfo', 'src'],
    );
  });

  test('exports its sources for this workspace, and what was built from the same files for everybody', () => {
    for (const target of Object.values(manifest.exports)) {
      const source = target['@loci/source'] ?? '';
      expect(existsSync(join(folder, source))).toBe(true);
      const built = source.replace('./src/', './dist/').replace(/\.ts$/, '');
      expect(target).toEqual({
        '@loci/source': source,
        types: `${built}.d.ts`,
        default: `${built}.js`,
      });
      expect(Object.keys(target)[0]).toBe('@loci/source');
    }
  });

  test('says which modules do something when they are only imported, and these exist', () => {
    const modules = Array.isArray(manifest.sideEffects) ? (manifest.sideEffects as string[]) : [];
    for (const module of modules) {
      const source = module.replace('./dist/', './src/').replace(/\.js$/, '.ts');
      expect(existsSync(join(folder, source))).toBe(true);
    }
    expect([false, true].includes(manifest.sideEffects as boolean) || modules.length > 0).toBe(true);
  });

  test('takes its siblings in their own version, and TensorFlow.js as a peer unless it is a command', () => {
    const { dependencies = {}, peerDependencies = {} } = manifest;
    const siblings = Object.entries(dependencies).filter(([other]) => other.startsWith('@loci/'));
    expect(siblings).toEqual(siblings.map(([other]) => [other, rootManifest.version]));
    // Two copies of tfjs in one program do not know each other's tensors.
    if (!manifest.bin) expect(Object.keys(dependencies)).not.toContain('@tensorflow/tfjs');
    expect(Object.values(peerDependencies).every((range) => range.startsWith('^'))).toBe(true);
  });
});
