import { ofKind } from './statement.js';
import type { Statement } from './statement.js';

const NUMBERS = ['none', 'one', 'two', 'three'];

/** What a person holds, in the order in which it first came to them. */
function heldBy(person: string, statements: readonly Statement[]): string[] {
  const held = new Map<string, boolean>();
  for (const each of ofKind(statements, 'get', 'drop', 'give')) {
    if (each.person === person) held.set(each.object, each.kind === 'get');
    if (each.kind === 'give' && each.to === person) held.set(each.object, true);
  }
  return [...held].flatMap(([object, isHeld]) => (isHeld ? [object] : []));
}

/** 'How many objects is mary carrying?' */
export const countHeld = (statements: readonly Statement[], person: string): string[] => [
  NUMBERS[heldBy(person, statements).length],
];

/** 'What is mary carrying?' */
export const listHeld = (statements: readonly Statement[], person: string): string[] => [
  heldBy(person, statements).join() || 'nothing',
];

/** Who gave what to whom the last time, of what is asked; what is not asked about may be anything. */
export function lastGive(
  statements: readonly Statement[],
  wanted: 'person' | 'object' | 'to',
  given: Readonly<Partial<Record<'person' | 'object' | 'to', string>>>,
): string[] {
  const give = ofKind(statements, 'give').findLast((each) =>
    (['person', 'object', 'to'] as const).every(
      (part) => given[part] === undefined || given[part] === each[part],
    ),
  );
  return give ? [give[wanted]] : [];
}
