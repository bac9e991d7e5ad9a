/**
 * The optimal predictor of the dynamic n-grams task: the Bayesian one, under the prior Beta(1/2, 1/2) that the tables are
 * drawn from (Murphy 2012; arXiv 1410.5401, section 4.4, equation 10),
 *
 *     P(bit = 1 | context) = (N1 + 1/2) / (N0 + N1 + 1)
 *
 * where N0 and N1 count the zeros and ones that followed the same context, the n - 1 bits before, earlier in the sequence.
 * Bits without a full context before them are fair.
 */
import { checkInteger } from './options/check.js';
import type { Batch } from './task.js';

/** Lengths of n-grams: a table has 2^(n-1) entries. */
export const ORDERS = { low: 1, high: 16 };

/**
 * The probability that a bit is 1, for each bit of a sequence, given those before it.
 *
 * @param bits zeros and ones.
 * @param order n, the length of the n-grams, an integer in [1, 16].
 */
export function optimalNGramProbabilities(bits: ArrayLike<number>, order: number): readonly number[] {
  checkInteger('order', order, ORDERS);
  const contexts = 2 ** (order - 1);
  const counts = [new Uint32Array(contexts), new Uint32Array(contexts)];
  let context = 0;
  return Array.from(bits, (bit, index) => {
    const isFair = index < order - 1;
    const [zeros, ones] = counts.map((count) => count[context]);
    if (!isFair) counts[bit][context]++;
    context = (2 * context + bit) % contexts;
    return isFair ? 0.5 : (ones + 0.5) / (zeros + ones + 1);
  });
}

/**
 * What the optimal predictor says of a batch of the dynamic n-grams task: probabilities in the shape of the targets, 0
 * after the end of a sequence.
 */
export function optimalNGramPredictions({ targets, lengths }: Batch, order: number): Float32Array {
  const batch = lengths.length;
  const predictions = new Float32Array(targets.values.length);
  lengths.forEach((length, sequence) => {
    const bits = Array.from({ length }, (_, step) => targets.values[step * batch + sequence]);
    optimalNGramProbabilities(bits, order).forEach((probability, step) => {
      predictions[step * batch + sequence] = probability;
    });
  });
  return predictions;
}
