import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rooms } from '../rooms.mjs';
import { run } from '../testing/readme.js';
import { exampleOf } from './support/example.js';
import { packages, rootManifest } from './support/workspace.js';
import type { Manifest } from './support/workspace.js';

/** Prints whether importing a package registers a backend or a class at tfjs, besides what its siblings register. */
const registersWhenImported = ({ name, dependencies = {} }: Manifest): string => `
  ${Object.keys(dependencies)
    .filter((other) => other.startsWith('@loci/'))
    .map((other) => `import '${other}';`)
    .join('\n  ')}
  import * as tf from '@tensorflow/tfjs';

  const registered = () => [tf.engine().registryFactory, tf.serialization.SerializationMap.getMap().classNameMap]
    .map((registry) => Object.keys(registry).length)
    .join();
  const before = registered();
  await import('${name}');
  console.log(registered() !== before);
`;

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
    expect(manifest.sideEffects === false || modules.length > 0).toBe(true);
  });

  if (rooms[name as keyof typeof rooms].tfjs) {
    test('registers something at tfjs when it is imported only if it says so', async () => {
      const registers = await run(folder, registersWhenImported(manifest));
      expect(registers.trim()).toBe(String(manifest.sideEffects !== false));
    });
  }

  test('takes its siblings in their own version, and TensorFlow.js as a peer unless it is a command', () => {
    const { dependencies = {}, peerDependencies = {} } = manifest;
    const siblings = Object.entries(dependencies).filter(([other]) => other.startsWith('@loci/'));
    expect(siblings).toEqual(siblings.map(([other]) => [other, rootManifest.version]));
    // Two copies of tfjs in one program do not know each other's tensors.
    if (!manifest.bin) expect(Object.keys(dependencies)).not.toContain('@tensorflow/tfjs');
    expect(Object.values(peerDependencies).every((range) => range.startsWith('^'))).toBe(true);
  });
});
