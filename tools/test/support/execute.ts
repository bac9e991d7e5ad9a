import { execFile } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from './workspace.js';

/** Runs a command in a folder. @returns whether it ended with exit code 0, and what it printed, errors last */
export function attempt(
  folder: string,
  command: string,
  ...parameters: string[]
): Promise<{ succeeded: boolean; output: string; errors: string }> {
  const options = { cwd: folder, env: environment(folder), maxBuffer: 1 << 26 };
  return new Promise((resolve) => {
    execFile(command, parameters, options, (error, output, errors) => {
      resolve({ succeeded: !error, output, errors: error ? `${error.message}\n${errors}` : errors });
    });
  });
}

/** Runs a command that must succeed. @returns what it printed */
export async function execute(folder: string, command: string, ...parameters: string[]): Promise<string> {
  const { succeeded, output, errors } = await attempt(folder, command, ...parameters);
  if (!succeeded) throw new Error(`${errors}\n${output}`);
  return output;
}

/** Runs one of the workspace's tools, which must succeed. */
export const executeTool = (folder: string, tool: string, ...parameters: string[]): Promise<string> =>
  execute(folder, join(root, 'node_modules', '.bin', tool), ...parameters);

/**
 * As a terminal of its own would have it: with the commands installed in the folder, without what jest sets, and without
 * the project that an outer npm tells of.
 */
function environment(folder: string): NodeJS.ProcessEnv {
  const foreign = /^(NODE_ENV|JEST_WORKER_ID|npm_(package|lifecycle|config_local_prefix).*)$/;
  const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const path = [join(folder, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  return { ...Object.fromEntries(own), PATH: path };
}
