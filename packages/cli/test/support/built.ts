/** The built command in a process of its own, as a user calls it. `npm test` builds before it tests. */
import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import type { Outcome } from './command.js';

export const bin = join(__dirname, '../../bin/loci.js');

export interface BuiltOptions extends Pick<SpawnOptions, 'cwd'> {
  /** Where standard output goes. @defaultValue it is caught */
  readonly stdout?: number;
  /** Called with the process and what it has written to standard output so far, whenever it writes. */
  readonly watch?: (child: ChildProcess, stdout: string) => void;
  /** Called with the process once it runs. */
  readonly start?: (child: ChildProcess) => Promise<void>;
}

export async function built(args: readonly string[], options: BuiltOptions = {}): Promise<Outcome> {
  const child = spawn(process.execPath, [bin, ...args], {
    cwd: options.cwd,
    stdio: ['ignore', options.stdout ?? 'pipe', 'pipe'],
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) =>
      signal ? reject(new Error(`the command was ended by ${signal}`)) : resolve(code!),
    );
  });
  const started = options.start?.(child);
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    options.watch?.(child, stdout);
  });
  const stderr = child.stderr ? text(child.stderr) : Promise.resolve('');
  await started;
  return { code: await ended, stdout, stderr: await stderr };
}
