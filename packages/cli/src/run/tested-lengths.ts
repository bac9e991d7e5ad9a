import type { IntegerRange } from '@loci/tasks';

/** The lengths (or levels) of a task: those trained on and tested as a rule, and those there are. */
interface UsualLengths {
  readonly train: IntegerRange;
  readonly test: readonly number[];
  readonly possible: IntegerRange;
}

/**
 * Where to test what was trained on other lengths than a task's own: at as many times the longest of them. A task that
 * trains on lengths up to 20 and tests at 10, 20 and 120 tests at 3, 5 and 30 after training up to 5. Far longer ones would
 * say nothing about such a run, not even which of its checkpoints is the best.
 */
export function testedLengths({ train, test, possible }: UsualLengths, { high }: IntegerRange): number[] {
  const { low: shortest, high: longest } = possible;
  const scaled = test.map((length) => Math.round((length * high) / train.high));
  return [...new Set(scaled.map((length) => Math.min(Math.max(length, shortest), longest)))];
}
