import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { TOWN_PEOPLE, TOWN_PLACES } from '../cast.js';
import { choose } from '../choose.js';
import { Draft } from '../draft.js';
import type { Asked } from '../draft.js';
import { goes } from '../wording.js';

/** The earliest first. */
const TIMES = ['yesterday', 'this morning', 'this afternoon', 'this evening'];

const QUESTIONS = 5;

interface Visit {
  readonly person: string;
  readonly time: number;
  readonly place: string;
  readonly line: number;
}

const capitalized = (text: string) => text[0].toUpperCase() + text.slice(1);

/** Somebody goes to a place they were not told to be in before, at a time for which nothing is told of them. */
function tellVisit(random: RandomStream, draft: Draft, visits: readonly Visit[]): Visit {
  const taken = new Set(visits.map(({ person, time }) => `${person} ${time}`));
  const free = TOWN_PEOPLE.flatMap((person) => TIMES.map((_, time) => ({ person, time }))).filter(
    ({ person, time }) => !taken.has(`${person} ${time}`),
  );
  const { person, time } = choose(random, free);
  const known = visits.filter((visit) => visit.person === person).map(({ place }) => place);
  const place = choose(
    random,
    TOWN_PLACES.filter((each) => !known.includes(each)),
  );
  const going = `${person} ${goes(random, place)}`;
  const line = draft.tell(
    random.bernoulli() ? `${capitalized(TIMES[time])} ${going}.` : `${going} ${TIMES[time]}.`,
  );
  return { person, time, place, line };
}

/** The questions about two visits of a person with none between them. */
const questionsAbout = (visits: readonly Visit[]): Asked[] =>
  TOWN_PEOPLE.flatMap((person) => {
    const own = visits.filter((visit) => visit.person === person).sort((one, other) => one.time - other.time);
    return own.slice(1).map((later, index) => ({
      text: `Where was ${person} before the ${later.place}?`,
      answer: own[index].place,
      supporting: [own[index].line, later.line],
    }));
  });

/** Task 14: where people went at four times of two days is told in any order; where was one of them before a place? */
export function timeReasoning(random: RandomStream): Story {
  const draft = new Draft();
  const visits: Visit[] = [];
  while (draft.questions < QUESTIONS) {
    for (let count = 0; count < 2; count++) visits.push(tellVisit(random, draft, visits));
    const questions = questionsAbout(visits);
    if (questions.length > 0) draft.ask(choose(random, questions));
  }
  return draft.story;
}
