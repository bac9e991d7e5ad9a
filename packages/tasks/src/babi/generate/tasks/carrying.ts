import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import type { Asked } from '../draft.js';
import { chooseRecent } from '../recent.js';
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
  const person = chooseRecent(random, all)?.person;
  if (person === undefined) return undefined;
  const own = all.filter((each) => each.person === person);
  const carried = new Set<string>();
  for (const { object, gained } of own) {
    if (gained) carried.add(object);
    else carried.delete(object);
  }
  return { ...wording(person, [...carried]), supporting: own.map(({ line }) => line) };
}

/** Task 7: how many objects is a person carrying? */
export const countCarried = (random: RandomStream): Story =>
  worldStory(random, {
    habits: { move: 0.62, get: 0.18, drop: 0.12, give: 0.08 },
    question: (random, told) =>
      askAboutThings(random, told, (person, carried) => ({
        text: `How many objects is ${person} carrying?`,
        answer: NUMBERS[carried.length],
      })),
  });

/** Task 8: what is a person carrying? A list has what was got first first. */
export const listCarried = (random: RandomStream): Story =>
  worldStory(random, {
    habits: { move: 0.66, get: 0.21, drop: 0.13 },
    question: (random, told) =>
      askAboutThings(random, told, (person, carried) => ({
        text: `What is ${person} carrying?`,
        answer: carried.length > 0 ? carried.join() : 'nothing',
      })),
  });
