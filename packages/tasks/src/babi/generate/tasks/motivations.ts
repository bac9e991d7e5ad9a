import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { choose } from '../choose.js';
import { Draft } from '../draft.js';
import { gets, goes } from '../wording.js';

const NAMES = ['Sumit', 'Yann', 'Jason', 'Antoine'];

/** What people feel, where they go for it and what they get there. */
const MOTIVES = [
  { state: 'hungry', place: 'kitchen', object: 'apple' },
  { state: 'thirsty', place: 'kitchen', object: 'milk' },
  { state: 'bored', place: 'garden', object: 'football' },
  { state: 'tired', place: 'bedroom', object: 'pajamas' },
];

/**
 * Task 20: people feel something, go somewhere and get something, with a question after each step: where will they go, and
 * why did they go and get it? There is one object of each kind, and who comes second for it gets none.
 */
export function motivations(random: RandomStream): Story {
  const draft = new Draft();
  const taken = new Set<string>();
  const people = NAMES.map((name) => {
    const motive = choose(random, MOTIVES);
    return { name, steps: stepsOf(random, draft, name, motive, taken) };
  });
  let unfinished = people;
  while (unfinished.length > 0) {
    const { steps, name } = choose(random, unfinished);
    if (steps.next().done) unfinished = unfinished.filter((person) => person.name !== name);
  }
  return draft.story;
}

/** What a person does, one step at a time. */
function* stepsOf(
  random: RandomStream,
  draft: Draft,
  name: string,
  { state, place, object }: (typeof MOTIVES)[number],
  taken: Set<string>,
): Generator<void> {
  const lower = name.toLowerCase();
  const supporting = [draft.tell(`${name} is ${state}.`)];
  draft.ask({ text: `Where will ${lower} go?`, answer: place, supporting });
  yield;
  draft.tell(`${name} ${goes(random, place)}.`);
  draft.ask({ text: `Why did ${lower} go to the ${place}?`, answer: state, supporting });
  yield;
  if (taken.has(object)) return;
  taken.add(object);
  draft.tell(`${name} ${gets(random, object, true)}.`);
  draft.ask({ text: `Why did ${lower} get the ${object}?`, answer: state, supporting });
}
