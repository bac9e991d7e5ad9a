import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './root.mjs';

/**
 * Runs a command in the workspace, with the tools of node_modules/.bin at hand and its output on the terminal.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {NodeJS.ProcessEnv} [environment] added to this process's own
 * @returns {Promise<boolean>} whether the command ended with exit code 0
 */
export function run(command, parameters, environment = {}) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return new Promise((resolve, reject) => {
    const child = spawn(command, parameters, {
      cwd: root,
      env: { ...process.env, PATH: path, ...environment },
      stdio: ['ignore', 'inherit', 'inherit'],
      // npm's commands are scripts on Windows, which only a shell runs.
      shell: process.platform === 'win32',
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code === 0));
  });
}
