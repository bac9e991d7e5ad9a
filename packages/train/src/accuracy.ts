import type { Batch, Task } from '@loci/tasks';

const argmax = (values: Float32Array): number => values.indexOf(values.reduce((a, b) => Math.max(a, b)));

/** For one step of one sequence: how many predictions it has, and how many of them are right. */
const counts: Readonly<
  Record<
    Task['outputs'],
    (predictions: Float32Array, targets: Float32Array) => readonly [all: number, right: number]
  >
> = {
  bits: (predictions, targets) => [
    targets.length,
    predictions.filter((probability, bit) => probability >= 0.5 === targets[bit] >= 0.5).length,
  ],
  class: (predictions, targets) => [1, argmax(predictions) === argmax(targets) ? 1 : 0],
};

/**
 * The share of right predictions among those that count, in [0, 1]; 1 where nothing counts.
 *
 * @param predictions probabilities in the shape of the targets.
 */
export function accuracy(
  outputs: Task['outputs'],
  predictions: Float32Array,
  { targets, mask }: Batch,
): number {
  const size = targets.shape[2];
  let all = 0;
  let right = 0;
  mask.values.forEach((counted, step) => {
    if (counted === 0) return;
    const [from, to] = [step * size, (step + 1) * size];
    const [ofStep, rightOfStep] = counts[outputs](
      predictions.subarray(from, to),
      targets.values.subarray(from, to),
    );
    all += ofStep;
    right += rightOfStep;
  });
  return all === 0 ? 1 : right / all;
}
