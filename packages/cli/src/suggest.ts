import { closest, distance } from 'fastest-levenshtein';
import { UsageError } from './errors.js';

/** The known name that is near enough to the given one to be meant. */
function nearest(given: string, known: readonly string[]): string | undefined {
  const candidate = closest(given.toLowerCase(), [...known]);
  const edits = distance(given.toLowerCase(), candidate.toLowerCase());
  return edits <= Math.max(2, candidate.length / 3) ? candidate : undefined;
}

/**
 * The name, if it is known.
 *
 * @throws UsageError with a suggestion and the names there are.
 */
export function knownName<Name extends string>(what: string, given: string, known: readonly Name[]): Name {
  const name = known.find((candidate) => candidate === given);
  if (name !== undefined) return name;
  const meant = nearest(given, known);
  const suggestion = meant === undefined ? '; known' : `, did you mean '${meant}'? Known`;
  throw new UsageError(`unknown ${what} '${given}'${suggestion} are '${known.join("', '")}'`);
}
