import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes what it installed into
 * node_modules/.package-lock.json, as its last act, so the two are compared by content: times alone mislead after
 * `git checkout` (newer, but equal) and after an interrupted install (newer, but incomplete).
 *
 * @param {string} root the folder of the workspace
 */
export function isInstalled(root) {
  const wantedFile = join(root, 'package-lock.json');
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = packagesOf(wantedFile);
  const installed = packagesOf(installedFile);
  // npm leaves out optional packages made for other systems, and those that failed to install: only a newer lockfile
  // gives them another try.
  const retryOptional = statSync(wantedFile).mtimeMs > statSync(installedFile).mtimeMs;
  return Object.entries(wanted).every(([folder, entry]) => {
    if (folder === '') return true; // the workspace itself is not installed
    if (!(folder in installed)) return entry.optional === true && !retryOptional;
    return isDeepStrictEqual(entry, installed[folder]) && existsSync(join(root, folder));
  });
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { optional?: boolean }>} what is installed, by its folder
 */
function packagesOf(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
}
