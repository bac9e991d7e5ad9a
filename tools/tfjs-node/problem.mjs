import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const check = fileURLToPath(new URL('check.cjs', import.meta.url));

/**
 * What keeps tfjs-node from working here, if anything does. It is tried in a process of its own, since a native library
 * that does not fit may end the process.
 *
 * @returns {string | undefined}
 */
export function problemOfTfjsNode() {
  const environment = { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2' };
  const { status, signal, stderr } = spawnSync(process.execPath, [check], {
    env: environment,
    encoding: 'utf8',
  });
  if (status === 0) return undefined;
  return stderr.split('\n').find((line) => line.includes('Error')) ?? `it ended with ${signal ?? status}`;
}
