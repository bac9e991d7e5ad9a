import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { OBJECTS, PLACES } from '../cast.js';
import { choose } from '../choose.js';
import { ofKind, worldStory } from '../world-story.js';

const PEOPLE = ['Mary', 'Fred', 'Bill', 'Jeff'];

/** Task 5: people give things to each other; who gave what to whom, the last time? */
export const whoGaveWhat = (random: RandomStream): Story =>
  worldStory(random, {
    habits: { move: 0.8, get: 1, drop: 1, give: 3.6 },
    cast: { people: PEOPLE, places: PLACES, objects: OBJECTS },
    questions(random, told) {
      const give = ofKind(told, 'give').at(-1);
      if (!give) return [];
      const { person, object, to, line } = give;
      const [text, answer] = choose(random, [
        [`What did ${person} give to ${to}?`, object],
        [`Who gave the ${object} to ${to}?`, person],
        [`Who did ${person} give the ${object} to?`, to],
        [`Who gave the ${object}?`, person],
        [`Who received the ${object}?`, to],
      ]);
      return [{ text, answer, supporting: [line], line }];
    },
  });
