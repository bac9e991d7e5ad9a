import { settingsFor } from '../../src/settings.js';
import type { SequenceRunRecord } from '../../src/record.js';
import { mirror } from './toy.js';

/** The record of a run, written down by hand. */
export const sampleRecord: SequenceRunRecord = {
  format: 'loci-run',
  version: 1,
  created: '2026-11-24T15:00:00.000Z',
  task: 'mirror',
  settings: settingsFor(mirror, { seed: 7 }),
  stop: { steps: 1000 },
  checkpoint: { every: 1000, keep: 3 },
  about: { model: { name: 'linear' }, command: 'loci train mirror' },
  backend: 'cpu',
  versions: { '@loci/train': '0.1.0' },
};
