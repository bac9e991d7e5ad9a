import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(__dirname, '../../..');

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly license: string;
  readonly repository: { readonly type: string; readonly url: string; readonly directory?: string };
  readonly type: string;
  readonly engines: Readonly<Record<string, string>>;
  readonly sideEffects: boolean | readonly string[];
  readonly files: readonly string[];
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly publishConfig?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface Package {
  /** The name of its folder. */
  readonly name: string;
  readonly folder: string;
  readonly manifest: Manifest;
}

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

export const rootManifest = manifestIn(root);

/** All packages: whatever lies in the folder of packages. */
export const packages: readonly Package[] = readdirSync(join(root, 'packages')).map((name) => {
  const folder = join(root, 'packages', name);
  return { name, folder, manifest: manifestIn(folder) };
});

/** The packages of the workspace that a package needs, directly or through others, in no order and without itself. */
export function workspaceDependencies(manifest: Manifest, found = new Set<Package>()): ReadonlySet<Package> {
  for (const other of packages) {
    if (!(other.manifest.name in (manifest.dependencies ?? {})) || found.has(other)) continue;
    found.add(other);
    workspaceDependencies(other.manifest, found);
  }
  return found;
}
