import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { OBJECTS } from '../cast.js';
import { choose } from '../choose.js';
import type { Asked } from '../draft.js';
import { ofKind, worldStory } from '../world-story.js';
import type { Told } from '../world-story.js';

/** How often a question about an object that somebody carries is asked when it could be; of dropped ones, always. */
const CARRIED_ASKED = 0.47;

/** Where an object is, if two facts tell it: it was dropped in a known place, or its holder moved on with it. */
function whereabouts(object: string, told: readonly Told[]): (Asked & { carried: boolean }) | undefined {
  const last = ofKind(told, 'get', 'drop').findLast((deed) => deed.object === object);
  if (!last) return undefined;
  const carried = last.kind === 'get';
  const move = ofKind(told, 'move').findLast(
    ({ person, line }) => person === last.person && line > last.line === carried,
  );
  return (
    move && {
      text: `Where is the ${object}?`,
      answer: move.place,
      supporting: [last.line, move.line],
      carried,
    }
  );
}

/** Task 2: where is an object? It follows from who had it and where that person was. */
export const whereIsObject = (random: RandomStream): Story =>
  worldStory(random, {
    habits: { move: 0.6, get: 0.22, drop: 0.22 },
    question(random, told) {
      const possible = OBJECTS.flatMap((object) => whereabouts(object, told) ?? []);
      const wanted = possible.filter(({ carried }) => !carried || random.bernoulli(CARRIED_ASKED));
      if (wanted.length === 0) return undefined;
      const { text, answer, supporting } = choose(random, wanted);
      return { text, answer, supporting };
    },
  });
