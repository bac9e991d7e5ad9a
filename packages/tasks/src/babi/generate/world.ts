import type { RandomStream } from '@loci/random';
import { choose, chooseWeighted } from './choose.js';

/** What people do. */
export type Deed =
  | { readonly kind: 'move'; readonly person: string; readonly place: string }
  | { readonly kind: 'get' | 'drop'; readonly person: string; readonly object: string }
  | { readonly kind: 'give'; readonly person: string; readonly object: string; readonly to: string };

/** How often each kind of deed is done where it can be done. */
export type Habits = Partial<Readonly<Record<Deed['kind'], number>>>;

export interface Cast {
  readonly people: readonly string[];
  readonly places: readonly string[];
  readonly objects: readonly string[];
}

/**
 * People who walk between places and carry things. All are somewhere from the start, untold; so what people do makes sense
 * although the story does not say everything.
 */
export class World {
  private readonly placeOf = new Map<string, string>();
  private readonly holderOf = new Map<string, string>();

  constructor(
    private readonly random: RandomStream,
    private readonly cast: Cast,
  ) {
    for (const each of [...cast.people, ...cast.objects]) this.placeOf.set(each, choose(random, cast.places));
  }

  /** Somebody does something that can be done now. */
  act(habits: Habits): Deed {
    const kinds = Object.entries(habits) as [Deed['kind'], number][];
    const kind = chooseWeighted(this.random, kinds);
    const possible = this.possible(kind);
    if (possible.length === 0) return this.act(Object.fromEntries(kinds.filter(([other]) => other !== kind)));
    const deed = choose(this.random, possible);
    this.perform(deed);
    return deed;
  }

  private possible(kind: Deed['kind']): Deed[] {
    const { people, places, objects } = this.cast;
    const together = (one: string, other: string) => this.placeOf.get(one) === this.placeOf.get(other);
    switch (kind) {
      case 'move':
        return people.flatMap((person) =>
          places
            .filter((place) => place !== this.placeOf.get(person))
            .map((place) => ({ kind, person, place })),
        );
      case 'get':
        return objects
          .filter((object) => !this.holderOf.has(object))
          .flatMap((object) =>
            people.filter((person) => together(person, object)).map((person) => ({ kind, person, object })),
          );
      case 'drop':
        return [...this.holderOf].map(([object, person]) => ({ kind, person, object }));
      case 'give':
        return [...this.holderOf].flatMap(([object, person]) =>
          people
            .filter((to) => to !== person && together(person, to))
            .map((to) => ({ kind, person, object, to })),
        );
    }
  }

  private perform(deed: Deed): void {
    switch (deed.kind) {
      case 'move': {
        const carried = [...this.holderOf].filter(([, holder]) => holder === deed.person);
        for (const each of [deed.person, ...carried.map(([object]) => object)]) {
          this.placeOf.set(each, deed.place);
        }
        return;
      }
      case 'get':
        this.holderOf.set(deed.object, deed.person);
        return;
      case 'drop':
        this.holderOf.delete(deed.object);
        return;
      case 'give':
        this.holderOf.set(deed.object, deed.to);
    }
  }
}
