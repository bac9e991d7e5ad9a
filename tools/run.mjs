import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './root.mjs';

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [environment] added to this process's own
 * @property {string} [folder] where the command runs: the workspace unless given
 * @property {boolean} [quiet] shows what the command says only if it fails
 */

/**
 * Runs a command with the tools of node_modules/.bin at hand and its output on the terminal.
 *
 * @param {string} command
 * @param {readonly string[]} parameters
 * @param {RunOptions} [options]
 * @returns {Promise<boolean>} whether the command ended with exit code 0
 */
export async function run(command, parameters, { environment = {}, folder = root, quiet = false } = {}) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const child = spawn(command, parameters, {
    cwd: folder,
    env: { ...process.env, PATH: path, ...environment },
    stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
    // npm's commands are scripts on Windows, which only a shell runs.
    shell: process.platform === 'win32',
  });
  let output = '';
  child.stdout?.on('data', (text) => (output += text));
  child.stderr?.on('data', (text) => (output += text));
  const succeeded = await new Promise((resolve) => {
    child.on('close', (code) => resolve(code === 0));
    child.on('error', (error) => {
      output += `${error.message}\n`;
      resolve(false);
    });
  });
  if (!succeeded) process.stderr.write(output);
  return succeeded;
}
