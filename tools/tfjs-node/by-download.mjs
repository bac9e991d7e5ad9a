import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../run.mjs';
import { nativeParts, packageFolder } from './package-folder.mjs';

/**
 * The normal way: tfjs-node's own install script downloads TensorFlow's library and a prebuilt addon. There is none for
 * every version of Node, and not every network lets the download through.
 *
 * @returns {Promise<boolean>} whether the script came to its end
 */
export async function completeByDownload() {
  if (!(await isHostReachable())) {
    console.log('The host of the prebuilt library cannot be reached.');
    return false;
  }
  if (await run(process.execPath, ['scripts/install.js'], { folder: packageFolder })) return true;
  // The script leaves what it had fetched when it failed.
  for (const part of nativeParts) rmSync(join(packageFolder, part), { recursive: true, force: true });
  return false;
}

/** The script itself waits for ever where a network drops packets instead of refusing them. */
async function isHostReachable() {
  const { binary } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  try {
    await fetch(binary.host, { method: 'HEAD', signal: AbortSignal.timeout(10_000) });
    return true;
  } catch {
    return false;
  }
}
