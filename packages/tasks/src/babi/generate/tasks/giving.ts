import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { OBJECTS, PLACES } from '../cast.js';
import { choose } from '../choose.js';
import { ofKind, worldStory } from '../world-story.js';

const PEOPLE = ['Mary', 'Fred', 'Bill', 'Jeff'];

/** Task 5: people give things to each other; who gave what to whom, the last time? */
export const whoGaveWhat = (random: RandomStream): Story => {
  let asked: number | undefined;
  return worldStory(random, {
    habits: { move: 0.4, get: 0.2, drop: 0.05, give: 0.5 },
    cast: { people: PEOPLE, places: PLACES, objects: OBJECTS },
    question(random, told) {
      const give = ofKind(told, 'give').at(-1);
      if (!give || give.line === asked) return undefined;
      asked = give.line;
      const { person, object, to, line } = give;
      const [text, answer] = choose(random, [
        [`What did ${person} give to ${to}?`, object],
        [`Who gave the ${object} to ${to}?`, person],
        [`Who did ${person} give the ${object} to?`, to],
        [`Who gave the ${object}?`, person],
        [`Who received the ${object}?`, to],
      ]);
      return { text, answer, supporting: [line] };
    },
  });
};
