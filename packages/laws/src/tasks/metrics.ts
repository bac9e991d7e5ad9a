import { RandomStream } from '@loci/random';
import type { Batch, Metric, Task } from '@loci/tasks';
import { type Law, Violation } from '../law.js';
import type { LawOptions } from '../options.js';
import { lawOfBatches } from './batches.js';

/** Probabilities for all targets. */
const guesses = ({ targets }: Batch, seed: number): Float32Array => {
  const random = RandomStream.fromSeed(seed);
  return targets.values.map(() => random.uniform());
};

/** Predictions for steps that do not count change nothing. */
export const metricsFollowTheMask = (task: Task, options: LawOptions): Law =>
  lawOfBatches(task, 'metrics look only at what counts', options, (batch, { seed }) => {
    const size = batch.targets.shape[2];
    const [one, other] = [guesses(batch, seed), guesses(batch, seed + 1)];
    const mixed = one.map((guess, i) => (batch.mask.values[Math.floor(i / size)] !== 0 ? guess : other[i]));
    for (const { name, measure } of task.metrics) {
      const [before, after] = [measure(one, batch), measure(mixed, batch)];
      if (!Object.is(before, after))
        throw new Violation(
          `with other predictions where nothing counts, '${name}' goes from ${before} to ${after}`,
        );
    }
  });

/** The targets themselves are the best predictions there are. */
export const targetsScoreBest = (task: Task, options: LawOptions): Law =>
  lawOfBatches(task, 'no predictions score better than the targets', options, (batch, { seed }) => {
    for (const metric of task.metrics) {
      const [best, other] = [batch.targets.values, guesses(batch, seed)].map((its) =>
        metric.measure(its, batch),
      );
      if (!Number.isFinite(best)) throw new Violation(`'${metric.name}' of the targets is ${best}`);
      if (isBetter(metric, other, best)) {
        throw new Violation(
          `'${metric.name}' of the targets is ${best}, and ${other} of a guess (${metric.better} is better)`,
        );
      }
    }
  });

const isBetter = ({ better }: Metric, one: number, other: number): boolean =>
  better === 'lower' ? one < other : one > other;
