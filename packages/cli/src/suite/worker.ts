import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import process from 'node:process';
import { FailedError } from '../errors.js';
import { exitCodes } from '../exit-codes.js';

// The same path from src and from dist.
const bin = fileURLToPath(new URL('../../bin/loci.js', import.meta.url));

/**
 * Runs the command in a process of its own. When this process ends, however it does, or the signal is aborted, the
 * channel between the two closes, and the other one ends as if it was interrupted (`parentGone`).
 *
 * @throws FailedError with what the process said last, if it failed.
 */
export async function runInWorker(args: readonly string[], signal: AbortSignal): Promise<void> {
  // Detached from the terminal, so that Ctrl-C reaches this process alone.
  const child = spawn(process.execPath, [bin, ...args], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    detached: true,
  });
  const said = text(child.stderr!);
  const disconnect = () => child.connected && child.disconnect();
  signal.addEventListener('abort', disconnect);
  try {
    const code = await new Promise<number | string>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, by) => resolve(code ?? by!));
    });
    if (code === exitCodes.success || code === exitCodes.interrupted) return;
    const last = (await said).trim().split('\n').at(-1)!;
    throw new FailedError(last || `its process ended with ${code}`);
  } finally {
    signal.removeEventListener('abort', disconnect);
  }
}

/** In a process that `runInWorker` started: aborted once that wants it to end. */
export function parentGone(): AbortSignal {
  const controller = new AbortController();
  if (process.channel) {
    process.once('disconnect', () => controller.abort());
    // Listening alone would keep this process from ending when its work is done.
    process.channel.unref();
  }
  return controller.signal;
}
