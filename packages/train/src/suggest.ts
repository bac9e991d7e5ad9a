import { closest } from 'fastest-levenshtein';

/**
 * The error of a union told apart by `key`: "unknown name 'adm', did you mean 'adam'?". What is wrong inside a known
 * member has errors of its own.
 */
export const unknownMember =
  (key: string, known: readonly string[]) =>
  ({ input }: { readonly input?: unknown }): string => {
    const given =
      typeof input === 'object' && input !== null ? (input as Record<string, unknown>)[key] : undefined;
    const valid = `'${known.join("', '")}'`;
    return typeof given === 'string'
      ? `unknown ${key} '${given}', did you mean '${closest(given, [...known])}'? Known are ${valid}`
      : `needs a ${key}, one of ${valid}`;
  };
