import { closest, distance } from 'fastest-levenshtein';

/** ", did you mean 'copy'?" where a known name is near enough to be meant. */
function suggestion(given: string, known: readonly string[]): string {
  const nearest = closest(given.toLowerCase(), known);
  return distance(given.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, nearest.length / 3)
    ? `, did you mean '${nearest}'?`
    : '.';
}

/** "unknown task 'cpoy', did you mean 'copy'? Known are 'copy', 'reverse'" */
export const unknownName = (what: string, given: string, known: readonly string[]): RangeError =>
  new RangeError(`unknown ${what} '${given}'${suggestion(given, known)} Known are '${known.join("', '")}'`);
