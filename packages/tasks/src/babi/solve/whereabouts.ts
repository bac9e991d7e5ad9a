import { ofKind } from './statement.js';
import type { Statement } from './statement.js';

/** What is known of a person's place: it is one of these, or none of those. */
interface Knowledge {
  readonly oneOf?: readonly string[];
  readonly noneOf: readonly string[];
}

/** What the last statement about a person leaves known, since people stay where they are. */
function knowledgeOf(person: string, statements: readonly Statement[]): Knowledge {
  let known: Knowledge = { noneOf: [] };
  for (const each of statements) {
    if (each.kind === 'move' && each.people.includes(person)) known = { oneOf: [each.place], noneOf: [] };
    if (each.kind === 'in' && each.person === person) known = { oneOf: each.places, noneOf: [] };
    if (each.kind === 'not in' && each.person === person) {
      const left = known.oneOf?.filter((place) => place !== each.place) ?? [];
      known = left.length > 0 ? { oneOf: left, noneOf: [] } : { noneOf: [...known.noneOf, each.place] };
    }
  }
  return known;
}

/** 'Where is mary?' */
export const whereIsPerson = (statements: readonly Statement[], person: string): readonly string[] =>
  knowledgeOf(person, statements).oneOf ?? [];

/** 'Is mary in the kitchen?' */
export function isPersonIn(statements: readonly Statement[], person: string, place: string): string[] {
  const { oneOf, noneOf } = knowledgeOf(person, statements);
  if (noneOf.includes(place) || (oneOf && !oneOf.includes(place))) return ['no'];
  if (!oneOf) return ['yes', 'no'];
  return oneOf.length === 1 ? ['yes'] : ['maybe'];
}

/** 'Where was julie before the park?' Every visit to the park may be meant. */
export function whereWasPerson(statements: readonly Statement[], person: string, place: string): string[] {
  const visits = ofKind(statements, 'move')
    .filter(({ people }) => people.includes(person))
    .sort((one, other) => (one.time ?? 0) - (other.time ?? 0));
  return visits.flatMap((visit, index) =>
    visit.place === place && index > 0 ? [visits[index - 1].place] : [],
  );
}

/** The places where an object is known to have been, one after the other. */
function historyOf(object: string, statements: readonly Statement[]): string[] {
  const history: string[] = [];
  let holder: string | undefined;
  statements.forEach((each, index) => {
    const isHandled = 'object' in each && each.object === object && each.kind !== 'beside';
    if (isHandled) holder = each.kind === 'drop' ? undefined : each.kind === 'give' ? each.to : each.person;
    const mover = each.kind === 'move' && each.people.find((person) => person === holder);
    const person = isHandled ? each.person : mover;
    const places = person ? whereIsPerson(statements.slice(0, index + 1), person) : [];
    if (places.length === 1 && places[0] !== history.at(-1)) history.push(places[0]);
  });
  return history;
}

/** 'Where is the milk?' */
export const whereIsObject = (statements: readonly Statement[], object: string): string[] =>
  historyOf(object, statements).slice(-1);

/** 'Where was the milk before the kitchen?' It is about the last time in the kitchen. */
export function whereWasObject(statements: readonly Statement[], object: string, place: string): string[] {
  const history = historyOf(object, statements);
  const last = history.lastIndexOf(place);
  return history.slice(Math.max(0, last - 1), Math.max(0, last));
}
