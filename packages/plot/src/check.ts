/** Throws unless it is true. @throws RangeError */
export function check(holds: boolean, message: string): asserts holds {
  if (!holds) throw new RangeError(message);
}

/** @throws RangeError that lists the names there are. */
export function checkName<Name extends string>(
  parameter: string,
  name: unknown,
  names: readonly Name[],
): asserts name is Name {
  check(
    names.includes(name as Name),
    `${parameter} must be one of ${names.map((each) => `'${each}'`).join(', ')}, got ${shown(name)}`,
  );
}

/** @throws RangeError */
export function checkText(parameter: string, text: unknown): void {
  check(typeof text === 'string' && text.trim() !== '', `${parameter} must be a text, got ${shown(text)}`);
}

/** A value in a message. */
export const shown = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : String(value));
