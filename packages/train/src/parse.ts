import { z } from 'zod';

/** ', got 2'; nothing for what has parts, whose own names are in the message. */
const got = (value: unknown): string => {
  if (value === undefined || (typeof value === 'object' && value !== null)) return '';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return `, got ${text.length > 80 ? `${text.slice(0, 77)}...` : text}`;
};

/** 'optimizer.decay: Too big: expected number to be <1, got 2' */
const sentence = ({ path, message, input }: z.core.$ZodIssue, what: string): string => {
  const place = [...(what === '' ? [] : [what]), ...path.map(String)].join('.');
  return `${place}${place === '' ? '' : ': '}${message}${got(input)}`;
};

/** What is wrong with a value, in one line; undefined if nothing is. */
export function problemOf(schema: z.ZodType, value: unknown, what = ''): string | undefined {
  const result = schema.safeParse(value, { reportInput: true });
  return result.success ? undefined : result.error.issues.map((issue) => sentence(issue, what)).join('; ');
}

/** The value if it is valid. @throws RangeError that names the option, the value and what is valid. */
export function parseOption<T>(schema: z.ZodType<T>, value: unknown, what: string): T {
  const problem = problemOf(schema, value, what);
  if (problem !== undefined) throw new RangeError(problem);
  return value as T;
}
