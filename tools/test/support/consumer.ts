import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installedByReadme } from './example.js';
import type { Example } from './example.js';
import { attempt, execute } from './execute.js';
import { root, rootManifest, workspaceDependencies } from './workspace.js';
import type { Package } from './workspace.js';

/** Packs all packages into a folder. @returns the tarballs by the names of their packages */
export async function pack(folder: string): Promise<ReadonlyMap<string, string>> {
  const options = ['--workspaces', '--json', '--ignore-scripts', '--pack-destination', folder];
  const packed = JSON.parse(await execute(root, 'npm', 'pack', ...options)) as Record<
    string,
    { name: string; filename: string }
  >;
  return new Map(Object.values(packed).map(({ name, filename }) => [name, join(folder, filename)]));
}

/**
 * Installs a package in an empty folder, with its peers, what its README tells to install beside it, and nothing else. What
 * it needs of the workspace comes from the other tarballs, whatever the registry may hold.
 */
export async function installAlone(
  each: Package,
  folder: string,
  tarballs: ReadonlyMap<string, string>,
): Promise<void> {
  const tarball = (name: string) => `file:${tarballs.get(name)}`;
  const fromTarballs = (list: readonly Package[]) =>
    Object.fromEntries(list.map(({ manifest }) => [manifest.name, tarball(manifest.name)]));
  const installed = installedByReadme(each);
  const peers = installed.flatMap(({ manifest: { peerDependencies = {} } }) =>
    Object.entries(peerDependencies).map(([peer, range]) => [
      peer,
      rootManifest.devDependencies?.[peer] ?? range,
    ]),
  );
  const needed = installed.flatMap(({ manifest }) => [...workspaceDependencies(manifest)]);
  const manifest = {
    private: true,
    type: 'module',
    dependencies: { ...fromTarballs(installed), ...Object.fromEntries(peers) },
    overrides: fromTarballs(needed),
  };
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await execute(folder, 'npm', 'install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund');
}

/**
 * Compiles the example, and a module that takes in all that the package exports. Returns what the compiler finds wrong
 * with them, or with the declarations that came along.
 */
export async function compile(each: Package, example: Example, folder: string): Promise<string> {
  const options = {
    ...{ module: 'nodenext', target: 'es2022', lib: ['es2023', 'dom'], outDir: 'built' },
    ...{ strict: true, allowJs: true },
    ...{ typeRoots: [join(root, 'node_modules', '@types')], types: ['node'] },
  };
  const entryPoints = Object.keys(each.manifest.exports).map((path) => each.manifest.name + path.slice(1));
  const files = {
    'everything.ts': entryPoints.map((path, index) => `export * as entry${index} from '${path}';\n`).join(''),
    ...(example.language === 'sh' ? {} : { [`example.${example.language}`]: example.code }),
  };
  const configuration = { compilerOptions: options, files: Object.keys(files) };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
  for (const [file, code] of Object.entries(files)) await writeFile(join(folder, file), code);
  // The declarations of tfjs itself are not sound, so the exit code says nothing.
  const { output } = await attempt(folder, join(root, 'node_modules', '.bin', 'tsc'));
  return output
    .split('\n')
    .filter((line) => /^(node_modules\/@loci\/|everything|example|error)/.test(line))
    .join('\n');
}
