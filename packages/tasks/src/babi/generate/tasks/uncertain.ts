import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { PEOPLE, PLACES, TOWN_PEOPLE, TOWN_PLACES } from '../cast.js';
import { choose, chooseSeveral, chooseWeighted } from '../choose.js';
import type { Asked } from '../draft.js';
import { lastOfEach } from '../recent.js';
import { storyOfRounds } from '../rounds.js';
import { goes } from '../wording.js';

/** What is told of a person's place: the one where they are, the one where they are not, or two that may be it. */
interface Whereabouts {
  readonly person: string;
  readonly line: number;
  readonly kind: 'in' | 'not in' | 'either';
  readonly places: readonly string[];
}

interface Town {
  readonly people: readonly string[];
  readonly places: readonly string[];
  /** The kind of fact that leaves something open, beside moves and 'is in'; one in four facts is of it. */
  readonly open: 'not in' | 'either';
  /** How often a question about a known place asks for that place. */
  readonly yes: number;
  /** How often a question about two possible places asks for one of them. */
  readonly maybe: number;
}

/** Stories of where people are, not always for sure; is a person in a certain place? */
function uncertainStory(random: RandomStream, town: Town): Story {
  const told: Whereabouts[] = [];
  return storyOfRounds({
    tell(draft) {
      for (let count = 0; count < 2; count++) {
        const person = choose(random, town.people);
        const last = told.findLast((each) => each.person === person);
        const { text, ...fact } = factAbout(random, person, last, town);
        told.push({ ...fact, person, line: draft.tell(text) });
      }
    },
    ask: (draft) => questionAbout(random, choose(random, draft.recent(lastOfEach(told))), town),
  });
}

function factAbout(random: RandomStream, person: string, last: Whereabouts | undefined, town: Town) {
  const known = last?.kind === 'in' ? last.places[0] : undefined;
  const others = town.places.filter((place) => place !== known);
  const kind = chooseWeighted(random, [['move', 2] as const, ['in', 1] as const, [town.open, 1] as const]);
  if (kind === 'either') {
    const [one, other] = chooseSeveral(random, others, 2);
    return { kind, places: [one, other], text: `${person} is either in the ${one} or the ${other}.` };
  }
  if (kind === 'not in') {
    // Of a place that somebody was in: to say so of another would leave them where they were.
    const place = known ?? choose(random, town.places);
    const not = choose(random, ['not', 'no longer']);
    return { kind, places: [place], text: `${person} is ${not} in the ${place}.` };
  }
  const place = choose(random, others);
  const where = kind === 'move' ? goes(random, place) : `is in the ${place}`;
  return { kind: 'in' as const, places: [place], text: `${person} ${where}.` };
}

function questionAbout(random: RandomStream, { person, line, kind, places }: Whereabouts, town: Town): Asked {
  const others = town.places.filter((place) => !places.includes(place));
  const ofThese = kind === 'not in' || random.bernoulli(kind === 'in' ? town.yes : town.maybe);
  const answers = { in: 'yes', 'not in': 'no', either: 'maybe' };
  return {
    text: `Is ${person} in the ${choose(random, ofThese ? places : others)}?`,
    answer: ofThese ? answers[kind] : 'no',
    supporting: [line],
  };
}

/** Task 9: a fact may say where somebody is not. The answers are yes and no. */
export const simpleNegation = (random: RandomStream): Story =>
  uncertainStory(random, { people: PEOPLE, places: PLACES, open: 'not in', yes: 0.48, maybe: 0 });

/** Task 10: a fact may name two places. The answers are yes, no and maybe. */
export const indefiniteKnowledge = (random: RandomStream): Story =>
  uncertainStory(random, {
    people: TOWN_PEOPLE,
    places: TOWN_PLACES,
    open: 'either',
    yes: 0.55,
    maybe: 0.55,
  });
