import type { Metric } from '../task.js';
import { wrongBitsBySequence } from './wrong-bits.js';

/** The share of sequences without a wrong bit, in [0, 100]. */
export const exactSequences: Metric = {
  name: 'exact sequences',
  unit: '%',
  better: 'higher',
  measure: (predictions, batch) =>
    (100 * wrongBitsBySequence(predictions, batch).filter((wrong) => wrong === 0).length) /
    batch.lengths.length,
};
