import type { Law } from './law.js';

/**
 * Checks all the laws, without a test framework: `checkLaws(stageLaws(recency()))`.
 *
 * @throws LawBroken if one law is broken, else an AggregateError of them whose message has all of theirs.
 */
export function checkLaws(laws: readonly Law[]): void {
  const broken = laws.flatMap(({ check }) => {
    try {
      check();
      return [];
    } catch (error) {
      return [error as Error];
    }
  });
  if (broken.length === 1) throw broken[0];
  if (broken.length > 1) throw new AggregateError(broken, broken.map(({ message }) => message).join('\n'));
}
