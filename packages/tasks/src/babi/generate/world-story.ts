import type { RandomStream } from '@loci/random';
import type { Story } from '../story.js';
import { OBJECTS, PEOPLE, PLACES } from './cast.js';
import { choose } from './choose.js';
import { Draft } from './draft.js';
import type { Asked } from './draft.js';
import { drops, gets, gives, goes } from './wording.js';
import { World } from './world.js';
import type { Cast, Deed, Habits } from './world.js';

/** A deed, and the line of the story that tells of it. */
export type Told<Kind extends Deed = Deed> = Kind & { readonly line: number };

/** Told deeds of some kinds. */
export const ofKind = <Kind extends Deed['kind']>(told: readonly Told[], ...kinds: readonly Kind[]) =>
  told.filter((each): each is Told<Extract<Deed, { kind: Kind }>> => kinds.includes(each.kind as Kind));

/** A question, and the line of the deed that it is about. */
export interface AskedOf extends Asked {
  readonly line: number;
}

export interface WorldStoryOptions {
  readonly habits: Habits;
  readonly cast?: Cast;
  /** How often ' there' ends a get. */
  readonly getsThere?: number;
  /** Questions about what was told; one of those about the last few facts is asked. */
  questions(random: RandomStream, told: readonly Told[]): readonly AskedOf[];
}

const QUESTIONS = 5;
const DROPS_THERE = 0.2;

/** A story of what people do: two deeds, then a question if there is one, until five were asked. */
export function worldStory(
  random: RandomStream,
  {
    habits,
    cast = { people: PEOPLE, places: PLACES, objects: OBJECTS },
    getsThere = 1,
    questions,
  }: WorldStoryOptions,
): Story {
  const world = new World(random, cast);
  const draft = new Draft();
  const told: Told[] = [];
  while (draft.questions < QUESTIONS) {
    for (let count = 0; count < 2; count++) {
      const deed = world.act(habits);
      told.push({ ...deed, line: draft.tell(`${deed.person} ${doing(random, deed, getsThere)}.`) });
    }
    const possible = draft.recent(questions(random, told));
    if (possible.length === 0) continue;
    const { text, answer, supporting } = choose(random, possible);
    draft.ask({ text, answer, supporting });
  }
  return draft.story;
}

function doing(random: RandomStream, deed: Deed, getsThere: number): string {
  switch (deed.kind) {
    case 'move':
      return goes(random, deed.place);
    case 'get':
      return gets(random, deed.object, random.bernoulli(getsThere));
    case 'drop':
      return drops(random, deed.object, random.bernoulli(DROPS_THERE));
    case 'give':
      return gives(random, deed.object, deed.to);
  }
}
