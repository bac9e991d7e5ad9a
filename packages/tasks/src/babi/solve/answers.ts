import { colorOf, whatIsFeared, whereWillGo, whyDid } from './nature.js';
import { countHeld, lastGive, listHeld } from './possessions.js';
import { isBeside, isBigger, waysBetween, whatIsBeside, whatIsItBeside } from './relations.js';
import type { Statement } from './statement.js';
import { plain, sideOf, understand } from './understand.js';
import { isPersonIn, whereIsObject, whereIsPerson, whereWasObject, whereWasPerson } from './whereabouts.js';

type Answering = (statements: readonly Statement[], parts: readonly string[]) => readonly string[];

const DIRECTION = '(north|south|east|west)';

/** The forms of questions, and how each is answered from what the facts say. */
const forms: readonly (readonly [form: string, answering: Answering])[] = [
  ['where is the (\\w+)', (known, [object]) => whereIsObject(known, object)],
  ['where is (\\w+)', (known, [person]) => whereIsPerson(known, person)],
  [
    'where was the (\\w+) before the (\\w+)',
    (known, [object, place]) => whereWasObject(known, object, place),
  ],
  ['where was (\\w+) before the (\\w+)', (known, [person, place]) => whereWasPerson(known, person, place)],
  ['where will (\\w+) go', (known, [person]) => whereWillGo(known, person)],
  ['why did (\\w+) (?:go to|get) the (\\w+)', (known, [person, target]) => whyDid(known, person, target)],
  ['is (\\w+) in the (\\w+)', (known, [person, place]) => isPersonIn(known, person, place)],
  ['how many objects is (\\w+) carrying', (known, [person]) => countHeld(known, person)],
  ['what is (\\w+) carrying', (known, [person]) => listHeld(known, person)],
  ['what did (\\w+) give to (\\w+)', (known, [person, to]) => lastGive(known, 'object', { person, to })],
  ['who gave the (\\w+) to (\\w+)', (known, [object, to]) => lastGive(known, 'person', { object, to })],
  [
    'who did (\\w+) give the (\\w+) to',
    (known, [person, object]) => lastGive(known, 'to', { person, object }),
  ],
  ['who gave the (\\w+)', (known, [object]) => lastGive(known, 'person', { object })],
  ['who received the (\\w+)', (known, [object]) => lastGive(known, 'to', { object })],
  [
    `what is ${DIRECTION} of the (\\w+)`,
    (known, [side, object]) => whatIsBeside(known, sideOf(side), object),
  ],
  [
    `what is the (\\w+) ${DIRECTION} of`,
    (known, [subject, side]) => whatIsItBeside(known, subject, sideOf(side)),
  ],
  [
    'is the ([a-z ]+) (above|below|to the right|to the left)(?: of)? the ([a-z ]+)',
    (known, [subject, side, object]) => isBeside(known, subject, sideOf(side), object),
  ],
  ['how do you go from the (\\w+) to the (\\w+)', (known, [start, end]) => waysBetween(known, start, end)],
  ['is the ([a-z ]+) bigger than the ([a-z ]+)', (known, [one, other]) => isBigger(known, one, other)],
  ['does the ([a-z ]+) fit in the ([a-z ]+)', (known, [one, other]) => isBigger(known, other, one)],
  ['what is (\\w+) afraid of', (known, [person]) => whatIsFeared(known, person)],
  ['what color is (\\w+)', (known, [person]) => colorOf(known, person)],
];

const patterns = forms.map(([form, answering]) => [new RegExp(`^${form}$`), answering] as const);

/**
 * Answers a question of any of the 20 bAbI tasks by reasoning from the text of the facts alone: what a story means, as a
 * program of rules. It proves generated stories, and tells what a learned model should have said.
 *
 * @param facts the sentences before the question, as they are written.
 * @returns every answer that the facts allow, in lower case: one for a sound question, none or several for one that they do
 * not decide.
 * @throws RangeError for a sentence or a question of another form than those of the tasks.
 */
export function babiAnswers(facts: readonly string[], question: string): readonly string[] {
  const text = plain(question);
  const [pattern, answering] = patterns.find(([form]) => form.test(text)) ?? [];
  if (!pattern || !answering) throw new RangeError(`no question of bAbI has the form of '${question}'`);
  return answering(understand(facts), pattern.exec(text)!.slice(1));
}
