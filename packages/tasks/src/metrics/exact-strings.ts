import type { Metric } from '../task.js';

/** Whether the class that is wanted is the most probable one; the first of equals counts, and NaN is never right. */
function isRight(predictions: Float32Array, targets: Float32Array): boolean {
  if (predictions.includes(NaN)) return false;
  let best = 0;
  for (let index = 1; index < predictions.length; index++) {
    if (predictions[index] > predictions[best]) best = index;
  }
  return targets[best] === 1;
}

/** The share of sequences whose classes are all predicted right, in [0, 100]. */
export const exactStrings: Metric = {
  name: 'exact sequences',
  unit: '%',
  better: 'higher',
  measure(predictions, { targets, mask, lengths }) {
    const [, batch, size] = targets.shape;
    const exact = lengths.map(() => true);
    mask.values.forEach((counts, place) => {
      if (counts === 0) return;
      const [from, to] = [place * size, (place + 1) * size];
      if (!isRight(predictions.subarray(from, to), targets.values.subarray(from, to))) {
        exact[place % batch] = false;
      }
    });
    return (100 * exact.filter(Boolean).length) / lengths.length;
  },
};
