import { availableParallelism, cpus, platform, release, totalmem } from 'node:os';
import type { Json } from '../json.js';

/** The machine as far as it matters to how fast a run is, and to its last bits. */
export const describeMachine = (): Readonly<Record<string, Json>> => ({
  platform: platform(),
  release: release(),
  architecture: process.arch,
  processor: cpus()[0]?.model ?? 'unknown',
  processors: availableParallelism(),
  memoryBytes: totalmem(),
});
