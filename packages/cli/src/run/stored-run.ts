import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { RunFolder } from '@loci/train/node';
import { UsageError } from '../errors.js';
import { recordedPlay } from '../played/record.js';
import type { PlayedRecord } from '../played/record.js';
import { recordedRun } from './about.js';
import type { Recorded } from './about.js';

/** A run in a folder: of sequences, or of episodes. */
export type StoredRun = { readonly store: RunFolder } & (
  | { readonly kind: 'sequences'; readonly recorded: Recorded }
  | { readonly kind: 'episodes'; readonly recorded: PlayedRecord }
);

/** @throws UsageError, RunFileError if the folder holds no run, or none that can be used. */
export async function openRun(folder: string): Promise<StoredRun> {
  const store = new RunFolder(folder);
  const record = await store.record();
  const file = join(folder, 'run.json');
  if (record?.kind === 'episodes') return { store, kind: 'episodes', recorded: recordedPlay(record, file) };
  if (record) return { store, kind: 'sequences', recorded: recordedRun(record, file) };
  throw new UsageError(
    existsSync(folder) ? `${folder}: holds no run: it has no run.json` : `${folder}: is not there`,
  );
}
