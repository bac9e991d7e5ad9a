import { availableParallelism, cpus } from 'node:os';
import process from 'node:process';
import { versions } from '../versions.js';
import { tryEngines } from './engines.js';
import { webAssemblyFeatures } from './web-assembly.js';

/** What was found out about this machine. */
export type Findings = Awaited<ReturnType<typeof examine>>;

export async function examine() {
  return {
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    processors: availableParallelism(),
    processor: cpus()[0]?.model ?? 'unknown',
    webAssembly: await webAssemblyFeatures(),
    engines: await tryEngines(),
    versions,
  };
}
