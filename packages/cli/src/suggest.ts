import { unknownName } from '@loci/tasks';
import { UsageError } from './errors.js';

/**
 * The name, if it is known.
 *
 * @throws UsageError with a suggestion and the names there are.
 */
export function knownName<Name extends string>(what: string, given: string, known: readonly Name[]): Name {
  const name = known.find((candidate) => candidate === given);
  if (name !== undefined) return name;
  throw new UsageError(unknownName(what, given, known).message);
}
