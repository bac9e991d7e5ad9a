import { execFile } from 'node:child_process';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { defaultEngine, engineNames } from '../engines/table.js';
import type { EngineName } from '../engines/table.js';

/** Whether an engine computes on this machine. */
export interface EngineFinding {
  readonly name: EngineName;
  readonly default: boolean;
  /** Why it cannot be used, and what to do about it; absent if it works. */
  readonly problem?: string;
}

const script = fileURLToPath(new URL('../engines/try-engine.js', import.meta.url));

/** Far longer than any engine takes to start. */
const TIMEOUT = 120_000;

/** Tries each engine in a process of its own. */
export const tryEngines = (): Promise<readonly EngineFinding[]> =>
  Promise.all(
    engineNames.map(async (name) => {
      const problem = await problemOf(name);
      return { name, default: name === defaultEngine, ...(problem !== undefined && { problem }) };
    }),
  );

const problemOf = (name: EngineName): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile(process.execPath, [script, name], { timeout: TIMEOUT }, (error, _, stderr) => {
      if (!error) resolve(undefined);
      else if (error.signal) resolve(`its process was ended by ${error.signal}`);
      else resolve(stderr.trim().split('\n').at(-1) || error.message);
    });
  });
