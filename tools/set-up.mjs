/**
 * The set-up that every command of the workspace does by itself: installs what package-lock.json asks for and builds
 * the packages, each only if it must.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';
import { fingerprint, isBuilt, rememberBuilt } from './set-up/built.mjs';
import { isInstalled } from './set-up/installed.mjs';

/**
 * Nothing here needs an install script, and tfjs-node's may fail (tools/install-tfjs-node.mjs). npm 11 and newer read that in
 * package.json as well.
 */
export const installOptions = ['--ignore-scripts', '--include=dev', '--include=optional'];

/** Installs what is missing. @returns {Promise<boolean>} whether all is installed now */
export async function install() {
  if (isInstalled(root)) return true;
  console.log('Installing (package-lock.json differs from what is installed) ...');
  // `npm ci` begins with an empty node_modules; where there is one already, installing the difference is faster.
  const fresh = !existsSync(join(root, 'node_modules', '.package-lock.json'));
  return run('npm', [...(fresh ? ['ci'] : ['install', '--no-save']), ...installOptions]);
}

/**
 * Builds what changed.
 *
 * @param {readonly string[]} targets `build` for the packages, `typecheck` for their tests
 * @returns {Promise<boolean>} whether all is built now
 */
export async function build(targets) {
  if (isBuilt(root, targets)) return true;
  const before = fingerprint(root);
  const built = await run('nx', ['run-many', '-t', ...targets, '--output-style=static'], {
    // Nothing stays behind in the background, and no picture is drawn over the output of other commands.
    environment: { NX_DAEMON: 'false', NX_TUI: 'false' },
  });
  if (built) rememberBuilt(root, targets, before);
  return built;
}
