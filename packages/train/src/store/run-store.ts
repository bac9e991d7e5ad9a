import type { Checkpoint } from '../checkpoint/checkpoint.js';
import type { MetricsLine } from '../metrics.js';
import type { RunRecord } from '../record.js';

/**
 * Where a run is kept. `RunFolder` of `@loci/train/node` keeps it in a folder, `MemoryStore` in memory; a browser may
 * bring its own. Each method either does its whole work or, if it rejects, leaves what was stored before as it was.
 * What cannot be used or stored is a `RunFileError`.
 */
export interface RunStore {
  /** Names the store in messages: a path, for a folder. */
  readonly name: string;
  /** The record of the run that is stored; undefined if there is none. */
  record(): Promise<RunRecord | undefined>;
  /** Stores the record of a new run. */
  begin(record: RunRecord): Promise<void>;
  /** Adds a line to the metrics. */
  append(line: MetricsLine): Promise<void>;
  /** All lines of the metrics, oldest first. */
  metrics(): Promise<readonly MetricsLine[]>;
  /** Drops the lines of the metrics that belong to later steps. */
  rewind(step: number): Promise<void>;
  /** Stores the checkpoint of a step that has none yet. */
  save(checkpoint: Checkpoint): Promise<void>;
  /** The steps of all stored checkpoints, rising. */
  steps(): Promise<readonly number[]>;
  /** The checkpoint of a step. */
  load(step: number): Promise<Checkpoint>;
  /** Where the checkpoint of a step is, in words. */
  where(step: number): string;
  /** Removes the checkpoint of a step. */
  remove(step: number): Promise<void>;
}
