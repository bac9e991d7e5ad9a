import type { Batch, Metric } from '../task.js';
import { forEachPrediction } from './predictions.js';

/** What a probability says the bit is; NaN says nothing and is never right. */
const bitOf = (probability: number): number => (probability >= 0.5 ? 1 : probability < 0.5 ? 0 : NaN);

/** For each sequence of a batch, how many of its bits that count are predicted wrongly. */
export function wrongBitsBySequence(predictions: Float32Array, batch: Batch): readonly number[] {
  const wrong = batch.lengths.map(() => 0);
  forEachPrediction(predictions, batch, ({ probability, target, sequence }) => {
    if (bitOf(probability) !== target) wrong[sequence]++;
  });
  return wrong;
}

/** How many bits of a sequence are wrong, on average. A probability of one half counts as 1. */
export const wrongBits: Metric = {
  name: 'wrong bits',
  unit: 'bits a sequence',
  better: 'lower',
  measure: (predictions, batch) =>
    wrongBitsBySequence(predictions, batch).reduce((sum, wrong) => sum + wrong, 0) / batch.lengths.length,
};
