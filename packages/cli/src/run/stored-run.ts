import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RunFolder } from '@loci/train/node';
import { UsageError } from '../errors.js';
import { recordedRun } from './about.js';
import type { Recorded } from './about.js';

/** A run in a folder. */
export interface StoredRun {
  readonly store: RunFolder;
  readonly recorded: Recorded;
}

/** @throws UsageError, RunFileError if the folder holds no run, or none that can be used. */
export async function openRun(folder: string): Promise<StoredRun> {
  const store = new RunFolder(folder);
  const record = await store.record();
  if (record) return { store, recorded: recordedRun(record, join(folder, 'run.json')) };
  throw new UsageError(
    existsSync(folder) ? `${folder}: holds no run: it has no run.json` : `${folder}: is not there`,
  );
}
