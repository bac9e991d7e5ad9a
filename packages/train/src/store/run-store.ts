import type { Checkpoint } from '../checkpoint/checkpoint.js';
import type { MetricsLine } from '../metrics.js';
import type { RunRecord } from '../record.js';

/**
 * Where a run is kept. `RunFolder` of `@loci/train/node` keeps it in a folder, `MemoryStore` in memory; a browser may
 * bring its own. Each method either does its whole work or, if it rejects, leaves what was stored before as it was.
 */
export interface RunStore {
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
  /** Stores a checkpoint; the answer says where, in words. */
  save(checkpoint: Checkpoint): Promise<string>;
  /** The steps of all stored checkpoints, rising. */
  steps(): Promise<readonly number[]>;
  /** The checkpoint of a step. */
  load(step: number): Promise<Checkpoint>;
  /** Removes the checkpoint of a step. */
  remove(step: number): Promise<void>;
}
