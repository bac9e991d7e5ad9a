import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { ofKind, worldStory } from '../world-story.js';
import type { AskedOf, Told } from '../world-story.js';

const NUMBERS = ['none', 'one', 'two', 'three'];

/** What happened to the things of a person, in that order. */
interface Handling {
  readonly person: string;
  readonly object: string;
  readonly line: number;
  readonly gained: boolean;
}

const handlings = (told: readonly Told[]): Handling[] =>
  ofKind(told, 'get', 'drop', 'give').flatMap((deed): Handling[] => {
    const { kind, person, object, line } = deed;
    const own = { person, object, line, gained: kind === 'get' };
    return kind === 'give' ? [own, { person: deed.to, object, line, gained: true }] : [own];
  });

/** A question about the things of each person of whom something is told; all that is told about them supports it. */
function questionsAboutThings(
  told: readonly Told[],
  wording: (person: string, carried: readonly string[]) => { text: string; answer: string },
): AskedOf[] {
  const all = handlings(told);
  return [...new Set(all.map((each) => each.person))].map((person) => {
    const own = all.filter((each) => each.person === person);
    // An object that was dropped and got again keeps its place in the list.
    const has = new Map(own.map(({ object }) => [object, false]));
    for (const { object, gained } of own) has.set(object, gained);
    const carried = [...has].flatMap(([object, isCarried]) => (isCarried ? [object] : []));
    const lines = own.map(({ line }) => line);
    return { ...wording(person, carried), supporting: lines, line: Math.max(...lines) };
  });
}

/** Task 7: how many objects is a person carrying? */
export const countCarried = (random: RandomStream): Story =>
  worldStory(random, {
    habits: { move: 0.8, get: 1, drop: 2, give: 1 },
    questions: (_random, told) =>
      questionsAboutThings(told, (person, carried) => ({
        text: `How many objects is ${person} carrying?`,
        answer: NUMBERS[carried.length],
      })),
  });

/** Task 8: what is a person carrying? A list is in the order in which things first came to the person. */
export const listCarried = (random: RandomStream): Story =>
  worldStory(random, {
    habits: { move: 0.8, get: 1, drop: 1 },
    questions: (_random, told) =>
      questionsAboutThings(told, (person, carried) => ({
        text: `What is ${person} carrying?`,
        answer: carried.length > 0 ? carried.join() : 'nothing',
      })),
  });
