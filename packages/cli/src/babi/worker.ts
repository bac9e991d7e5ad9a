/** A restart in a thread of its own: what the pool calls. */
import type { MessagePort } from 'node:worker_threads';
import { restart } from './restart.js';
import type { RestartCall, Restarted } from './restart.js';

export default async function work({
  port,
  ...call
}: RestartCall & { readonly port: MessagePort }): Promise<Restarted | undefined> {
  try {
    return await restart(call, (progress) => port.postMessage(progress));
  } finally {
    port.close();
  }
}
