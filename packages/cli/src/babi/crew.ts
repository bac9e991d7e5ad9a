import { MessageChannel } from 'node:worker_threads';
import type { RestartCall, Restarted, RestartProgress } from './restart.js';

type Tell = (progress: RestartProgress) => void;

/** Who carries out restarts. */
export interface Crew {
  /** How many restarts go on at once. */
  readonly size: number;
  /** @returns undefined if the signal came first */
  restart(call: RestartCall, tell: Tell): Promise<Restarted | undefined>;
  dispose(): Promise<void>;
}

/** One worker is this thread; several are threads of their own. */
export async function createCrew(size: number, signal: AbortSignal): Promise<Crew> {
  if (size === 1) {
    const { restart } = await import('./restart.js');
    return { size, restart: (call, tell) => restart(call, tell, signal), dispose: async () => undefined };
  }
  const { Tinypool } = await import('tinypool');
  const pool = new Tinypool({
    filename: new URL('./worker.js', import.meta.url).href,
    minThreads: size,
    maxThreads: size,
    isolateWorkers: false,
  });
  return {
    size,
    async restart(call, tell) {
      const { port1, port2 } = new MessageChannel();
      port2.on('message', tell);
      try {
        return (await pool.run({ ...call, port: port1 }, { transferList: [port1], signal })) as Restarted;
      } catch (error) {
        // The pool ends a worker whose task is aborted.
        if (signal.aborted) return undefined;
        throw error;
      } finally {
        port2.close();
      }
    },
    dispose: () => pool.destroy(),
  };
}
