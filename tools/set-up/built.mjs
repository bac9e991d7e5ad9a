import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const inputsOfAll = ['package-lock.json', 'tsconfig.base.json', 'nx.json'];

/**
 * What a build depends on, in one line: path, size and time of every file that the compiler may read. Nx finds by content what must be
 * built again, but takes seconds to say that nothing must; this takes milliseconds.
 *
 * @param {string} root the folder of the workspace
 */
export function fingerprint(root) {
  const hash = createHash('sha256');
  for (const file of inputFiles(root)) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * Whether the targets were built from the sources as they are now, and what they built is still there.
 *
 * @param {string} root
 * @param {readonly string[]} targets
 */
export function isBuilt(root, targets) {
  const current = fingerprint(root);
  return (
    packageFolders(root).every((folder) => existsSync(join(root, folder, 'dist'))) &&
    targets.every(
      (target) => existsSync(stamp(root, target)) && readFileSync(stamp(root, target), 'utf8') === current,
    )
  );
}

/**
 * Remembers that the targets were built from the sources of this fingerprint.
 *
 * @param {string} root
 * @param {readonly string[]} targets
 * @param {string} from the fingerprint before the build: a file that changed during it is not taken for built
 */
export function rememberBuilt(root, targets, from) {
  for (const target of targets) {
    mkdirSync(dirname(stamp(root, target)), { recursive: true });
    writeFileSync(stamp(root, target), from);
  }
}

/** @param {string} root @param {string} target */
const stamp = (root, target) => join(root, 'node_modules', '.cache', 'loci', target);

/** @param {string} root */
const packageFolders = (root) => readdirSync(join(root, 'packages')).map((name) => join('packages', name));

/** @param {string} root */
function inputFiles(root) {
  const ofPackages = packageFolders(root).flatMap((folder) => [
    ...readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(folder, name)),
    ...['src', 'test', 'benchmark'].flatMap((part) => filesBelow(root, join(folder, part))),
  ]);
  return [...inputsOfAll, ...filesBelow(root, join('tools', 'testing')), ...ofPackages].sort();
}

/** @param {string} root @param {string} folder */
function filesBelow(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
}
