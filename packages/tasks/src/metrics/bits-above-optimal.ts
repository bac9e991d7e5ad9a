import { optimalNGramPredictions } from '../optimal-n-grams.js';
import type { Batch, Metric } from '../task.js';
import { forEachPrediction } from './predictions.js';

/**
 * The nearest to 0 and 1 that a probability counts as. Sigmoids in float32 round to 1 what is nearer than this: a
 * model is not infinitely wrong for that.
 */
const NEAREST = 2 ** -24;

/** Cross-entropy of the bits that count, in bits a sequence. */
function crossEntropy(predictions: Float32Array, batch: Batch): number {
  let bits = 0;
  forEachPrediction(predictions, batch, ({ probability, target }) => {
    const ofTarget = target === 1 ? probability : 1 - probability;
    bits -= Math.log2(Math.min(1 - NEAREST, Math.max(NEAREST, ofTarget)));
  });
  return bits / batch.lengths.length;
}

/**
 * How many more bits a sequence costs than with the optimal predictor of n-grams. Nothing beats that on average over
 * tables, but by luck on few sequences: the number may be a little below 0.
 *
 * @param order n, the length of the n-grams.
 */
export const bitsAboveOptimal = (order: number): Metric => ({
  name: 'bits above optimal',
  unit: 'bits a sequence',
  better: 'lower',
  measure: (predictions, batch) =>
    crossEntropy(predictions, batch) - crossEntropy(optimalNGramPredictions(batch, order), batch),
});
