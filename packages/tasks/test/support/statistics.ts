/**
 * Bounds of six standard errors: with seeds drawn at random a right program leaves them in two of 10^9 comparisons, while a
 * wrong one of the kind tested for is far outside.
 */
const ERRORS = 6;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const variance = (values: readonly number[]): number => {
  const center = mean(values);
  return mean(values.map((value) => (value - center) ** 2));
};

/** Expects independent values to have the mean. */
export function expectMean(values: readonly number[], expected: number): void {
  const error = Math.sqrt(variance(values) / values.length);
  expect(Math.abs(mean(values) - expected)).toBeLessThan(ERRORS * error);
}

/** Expects outcomes to come with their probabilities, and no others to come. */
export function expectFrequencies(
  outcomes: readonly (string | number)[],
  probabilities: Readonly<Record<string, number>>,
): void {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) counts.set(String(outcome), (counts.get(String(outcome)) ?? 0) + 1);
  expect(Object.keys(probabilities)).toEqual(expect.arrayContaining([...counts.keys()]));
  const unlikely = Object.entries(probabilities).filter(([outcome, probability]) => {
    const share = (counts.get(outcome) ?? 0) / outcomes.length;
    const error = Math.sqrt((probability * (1 - probability)) / outcomes.length);
    return Math.abs(share - probability) > ERRORS * error;
  });
  expect(unlikely).toEqual([]);
}

/** Equal probabilities for integers, both ends included. */
export const uniform = (low: number, high: number): Record<string, number> =>
  Object.fromEntries(
    Array.from({ length: high - low + 1 }, (_, index) => [low + index, 1 / (high - low + 1)]),
  );
