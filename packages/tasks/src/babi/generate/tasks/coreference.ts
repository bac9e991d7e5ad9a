import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { PEOPLE, PLACES, pronounOf } from '../cast.js';
import { choose, chooseSeveral } from '../choose.js';
import { lastOfEach } from '../recent.js';
import { storyOfRounds } from '../rounds.js';
import { goes, next } from '../wording.js';

/** Where a person came to be, and the lines that tell it; the last of them is `line`. */
interface Arrival {
  readonly person: string;
  readonly place: string;
  readonly line: number;
  readonly lines: readonly number[];
}

interface Manner {
  /** How many move together. */
  readonly together: 1 | 2;
  /** Whether the second fact of a round is about the same people, by a pronoun, or about others, by name. */
  readonly pronoun: boolean;
}

/** Stories of moves, two facts a round, of one or two people at once; where is one of them? */
function movingStory(random: RandomStream, { together, pronoun }: Manner): Story {
  const arrivals: Arrival[] = [];
  const placeOf = new Map<string, string>();
  const newPlace = (people: readonly string[]) => {
    const here = people.map((person) => placeOf.get(person));
    const place = choose(
      random,
      PLACES.filter((each) => !here.includes(each)),
    );
    for (const person of people) placeOf.set(person, place);
    return place;
  };
  return storyOfRounds({
    tell(draft) {
      const move = () => {
        const people = chooseSeveral(random, PEOPLE, together);
        const place = newPlace(people);
        const line = draft.tell(`${people.join(' and ')} ${goes(random, place)}.`);
        arrivals.push(...people.map((person) => ({ person, place, line, lines: [line] })));
        return { people, line };
      };
      const { people, line } = move();
      if (!pronoun) {
        move();
        return;
      }
      const place = newPlace(people);
      const subject = together === 2 ? 'they' : pronounOf(people[0]);
      const second = draft.tell(`${next(random)} ${subject} ${goes(random, place)}.`);
      arrivals.push(...people.map((person) => ({ person, place, line: second, lines: [line, second] })));
    },
    ask(draft) {
      const { person, place, lines } = choose(random, draft.recent(lastOfEach(arrivals)));
      return { text: `Where is ${person}?`, answer: place, supporting: lines };
    },
  });
}

/** Task 11: a person moves, then he or she moves on. */
export const basicCoreference = (random: RandomStream): Story =>
  movingStory(random, { together: 1, pronoun: true });

/** Task 12: two people move together, then two people again. */
export const conjunction = (random: RandomStream): Story =>
  movingStory(random, { together: 2, pronoun: false });

/** Task 13: two people move together, then they move on. */
export const compoundCoreference = (random: RandomStream): Story =>
  movingStory(random, { together: 2, pronoun: true });
