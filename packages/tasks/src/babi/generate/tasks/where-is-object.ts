import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { OBJECTS } from '../cast.js';
import { ofKind, worldStory } from '../world-story.js';
import type { AskedOf, Told } from '../world-story.js';

/** Where an object is, if two facts tell it: it was dropped in a known place, or its holder moved on with it. */
function whereabouts(object: string, told: readonly Told[]): AskedOf[] {
  const last = ofKind(told, 'get', 'drop').findLast((deed) => deed.object === object);
  if (!last) return [];
  const carried = last.kind === 'get';
  const move = ofKind(told, 'move').findLast(
    ({ person, line }) => person === last.person && line > last.line === carried,
  );
  if (!move) return [];
  return [
    {
      text: `Where is the ${object}?`,
      answer: move.place,
      supporting: [last.line, move.line],
      line: last.line,
    },
  ];
}

/** Task 2: where is an object? It follows from who had it and where that person was. */
export const whereIsObject = (random: RandomStream): Story =>
  worldStory(random, {
    habits: { move: 0.8, get: 1, drop: 1 },
    questions: (_random, told) => OBJECTS.flatMap((object) => whereabouts(object, told)),
  });
