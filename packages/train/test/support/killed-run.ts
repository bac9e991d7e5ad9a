import type { TrainOptions } from '../../src/options.js';
import type { RunStore } from '../../src/store/run-store.js';
import { mirror, recurrentModel } from './toy.js';

/** A run that spends most of its time writing: metrics at every step, checkpoints and evaluations often. */
export const killedRun = (store: RunStore, steps: number): TrainOptions => ({
  model: recurrentModel(mirror, 1, 8),
  task: mirror,
  seed: 11,
  batch: 2,
  rate: { rate: 0.05, decay: { shape: 'linear', begin: { bits: 7 }, steps: 50 } },
  curriculum: { kind: 'gated', low: 1, from: 1, to: 4, bits: 5 },
  lengthPer: 'sequence',
  readEvery: 1,
  window: 8,
  evaluate: { every: 7, sequences: 4 },
  checkpoint: { every: 2, keep: 2 },
  stop: { steps },
  store,
  resume: true,
});
