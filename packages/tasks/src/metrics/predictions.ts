import type { Batch } from '../task.js';

/** A prediction that counts, beside what was wanted. */
export interface Prediction {
  readonly probability: number;
  readonly target: number;
  /** Which sequence of the batch it belongs to. */
  readonly sequence: number;
}

/**
 * Hands over all predictions that count.
 *
 * @param predictions probabilities in the shape of the targets.
 * @throws RangeError if there are more or fewer predictions than targets.
 */
export function forEachPrediction(
  predictions: Float32Array,
  { targets, mask }: Batch,
  use: (prediction: Prediction) => void,
): void {
  const [, batch, size] = targets.shape;
  if (predictions.length !== targets.values.length) {
    throw new RangeError(
      `predictions must have the shape of the targets [${targets.shape.join(', ')}], ` +
        `${targets.values.length} numbers, got ${predictions.length}`,
    );
  }
  mask.values.forEach((counts, place) => {
    if (counts === 0) return;
    for (let index = place * size; index < (place + 1) * size; index++) {
      use({
        probability: predictions[index],
        target: targets.values[index],
        sequence: place % batch,
      });
    }
  });
}
