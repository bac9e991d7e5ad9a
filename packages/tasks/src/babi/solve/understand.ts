import type { Side, Statement } from './statement.js';

const GO = '(?:went(?: back)?|travelled|journeyed|moved) to the';
const TIMES = ['yesterday', 'this morning', 'this afternoon', 'this evening'];
const TIME = `(${TIMES.join('|')})`;
const SIDE = '(north|south|east|west|above|below|to the right|to the left)(?: of)?';
const THING = 'the ([a-z ]+)';

const SINGULARS: Readonly<Record<string, string>> = {
  mice: 'mouse',
  wolves: 'wolf',
  cats: 'cat',
  sheep: 'sheep',
};

type Reading = (parts: readonly string[], before: readonly Statement[]) => Statement;

/** The people of the move before, whom a pronoun stands for. */
function antecedents(before: readonly Statement[]): readonly string[] {
  const last = before.at(-1);
  return last?.kind === 'move' ? last.people : [];
}

const moveAt = (person: string, place: string, time: string): Statement => ({
  kind: 'move',
  people: [person],
  place,
  time: TIMES.indexOf(time),
});

/** The forms of sentences; the first that fits is the meaning. */
const forms: readonly (readonly [form: string, reading: Reading])[] = [
  [`${TIME} (\\w+) ${GO} (\\w+)`, ([time, person, place]) => moveAt(person, place, time)],
  [`(\\w+) ${GO} (\\w+) ${TIME}`, ([person, place, time]) => moveAt(person, place, time)],
  [
    `(?:after that|afterwards|following that|then) (?:he|she|they) ${GO} (\\w+)`,
    ([place], before) => ({ kind: 'move', people: antecedents(before), place }),
  ],
  [
    `(\\w+) and (\\w+) ${GO} (\\w+)`,
    ([one, other, place]) => ({ kind: 'move', people: [one, other], place }),
  ],
  [`(\\w+) ${GO} (\\w+)`, ([person, place]) => ({ kind: 'move', people: [person], place })],
  [
    '(\\w+) is either in the (\\w+) or the (\\w+)',
    ([person, one, other]) => ({ kind: 'in', person, places: [one, other] }),
  ],
  ['(\\w+) is in the (\\w+)', ([person, place]) => ({ kind: 'in', person, places: [place] })],
  ['(\\w+) is (?:not|no longer) in the (\\w+)', ([person, place]) => ({ kind: 'not in', person, place })],
  [
    '(\\w+) (?:picked up|got|took|grabbed) the (\\w+)(?: there)?',
    ([person, object]) => ({ kind: 'get', person, object }),
  ],
  [
    '(\\w+) (?:dropped|put down|left|discarded) the (\\w+)(?: there)?',
    ([person, object]) => ({ kind: 'drop', person, object }),
  ],
  [
    '(\\w+) (?:gave|handed|passed) the (\\w+) to (\\w+)',
    ([person, object, to]) => ({ kind: 'give', person, object, to }),
  ],
  [
    `${THING} is ${SIDE} ${THING}`,
    ([subject, side, object]) => ({ kind: 'beside', subject, side: sideOf(side), object }),
  ],
  [`${THING} is bigger than ${THING}`, ([bigger, smaller]) => ({ kind: 'bigger', bigger, smaller })],
  [`${THING} fits inside ${THING}`, ([smaller, bigger]) => ({ kind: 'bigger', bigger, smaller })],
  [
    '(\\w+) are afraid of (\\w+)',
    ([species, feared]) => ({ kind: 'fear', species: SINGULARS[species], feared: SINGULARS[feared] }),
  ],
  ['(\\w+) is a (\\w+)', ([person, species]) => ({ kind: 'species', person, species })],
  ['(\\w+) is (\\w+)', ([person, quality]) => ({ kind: 'quality', person, quality })],
];

export const sideOf = (words: string): Side => words.replace('to the ', '') as Side;

/** The pattern of a form, for a sentence without its end. */
const patterns = forms.map(([form, reading]) => [new RegExp(`^${form}$`), reading] as const);

/** A sentence or question in lower case, with single spaces and without its end. */
export const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/\s*[.?]$/, '');

/**
 * What the sentences of a story say. Pronouns stand for the people of the sentence before.
 *
 * @throws RangeError for a sentence that has none of the forms of the bAbI tasks.
 */
export function understand(facts: readonly string[]): Statement[] {
  const statements: Statement[] = [];
  for (const fact of facts) {
    const text = plain(fact);
    const [pattern, reading] = patterns.find(([form]) => form.test(text)) ?? [];
    if (!pattern || !reading) throw new RangeError(`no sentence of bAbI has the form of '${fact}'`);
    statements.push(reading(pattern.exec(text)!.slice(1), statements));
  }
  return statements;
}
