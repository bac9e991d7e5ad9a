import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { choose } from '../choose.js';
import type { Asked } from '../draft.js';
import { ofKind, worldStory } from '../world-story.js';
import type { Told } from '../world-story.js';

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

/** A question about the things of a person of whom something is told; all that is told about them supports it. */
function askAboutThings(
  random: RandomStream,
  told: readonly Told[],
  wording: (person: string, carried: readonly string[]) => { text: string; answer: string },
): Asked | undefined {
  const all = handlings(told);
  if (all.length === 0) return undefined;
  const person = choose(random, [...new Set(all.map((each) => each.person))]);
  const own = all.filter((each) => each.person === person);
  // An object that was dropped and got again keeps its place in the list.
  const has = new Map(own.map(({ object }) => [object, false]));
  for (const { object, gained } of own) has.set(object, gained);
  const carried = [...has].flatMap(([object, isCarried]) => (isCarried ? [object] : []));
  return { ...wording(person, carried), supporting: own.map(({ line }) => line) };
}

/** Task 7: how many objects is a person carrying? */
export const countCarried = (random: RandomStream): Story =>
  worldStory(random, {
    habits: { move: 0.55, get: 0.25, drop: 0.3, give: 0.1 },
    question: (random, told) =>
      askAboutThings(random, told, (person, carried) => ({
        text: `How many objects is ${person} carrying?`,
        answer: NUMBERS[carried.length],
      })),
  });

/** Task 8: what is a person carrying? A list is in the order in which things first came to the person. */
export const listCarried = (random: RandomStream): Story =>
  worldStory(random, {
    habits: { move: 0.6, get: 0.25, drop: 0.18 },
    question: (random, told) =>
      askAboutThings(random, told, (person, carried) => ({
        text: `What is ${person} carrying?`,
        answer: carried.length > 0 ? carried.join() : 'nothing',
      })),
  });
