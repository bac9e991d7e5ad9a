import type { RandomStream } from '@loci/random';
import type { Story } from '../../story.js';
import { OBJECTS } from '../cast.js';
import { ofKind, worldStory } from '../world-story.js';
import type { AskedOf, Told } from '../world-story.js';

/** How often a question is asked where one is possible. */
const ASKED = 0.35;

/** A place where an object came to be, undefined where it is not told, and the lines that tell it. */
interface Stay {
  readonly place: string | undefined;
  readonly lines: readonly number[];
}

/** The places of an object, one after the other: where it was got first, and where its holders moved with it. */
function staysOf(object: string, told: readonly Told[]): Stay[] {
  const stays: Stay[] = [];
  const lastMove = new Map<string, Extract<Told, { kind: 'move' }>>();
  let got: Told | undefined;
  for (const deed of told) {
    if (deed.kind === 'move') {
      lastMove.set(deed.person, deed);
      if (got?.person === deed.person) stays.push({ place: deed.place, lines: [got.line, deed.line] });
    } else if (deed.object === object) {
      got = deed.kind === 'get' ? deed : undefined;
      const move = lastMove.get(deed.person);
      // Where somebody got it is where it was all the time since it came there.
      if (got && move) stays.splice(-1, 1, { place: move.place, lines: [got.line, move.line] });
      else if (stays.length === 0) stays.push({ place: undefined, lines: [] });
    }
  }
  return stays;
}

/** A question about the last two places of an object, if one person carried it from one to the other: three facts. */
function questionAbout(object: string, told: readonly Told[]): AskedOf[] {
  const handled = ofKind(told, 'get', 'drop').findLast((deed) => deed.object === object);
  const [before, last] = staysOf(object, told).slice(-2);
  if (!handled || before?.place === undefined || last?.place === undefined) return [];
  const supporting = [...new Set([...before.lines, ...last.lines])].sort((one, other) => other - one);
  if (supporting.length !== 3) return [];
  const text = `Where was the ${object} before the ${last.place}?`;
  return [{ text, answer: before.place, supporting, line: handled.line }];
}

/**
 * Task 3: where was an object before it came to the place where it is now? It follows from who has or had it, and from two
 * moves of theirs.
 */
export const whereWasObject = (random: RandomStream): Story =>
  worldStory(random, {
    habits: { move: 0.8, get: 1, drop: 1 },
    getsThere: 0.2,
    questions: (random, told) =>
      OBJECTS.flatMap((object) => (random.bernoulli(ASKED) ? questionAbout(object, told) : [])),
  });
