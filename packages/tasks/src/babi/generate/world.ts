import type { RandomStream } from '@loci/random';
import { choose, chooseWeighted, drawUntil } from './choose.js';

/** What people do. */
export type Deed =
  | { readonly kind: 'move'; readonly person: string; readonly place: string }
  | { readonly kind: 'get' | 'drop'; readonly person: string; readonly object: string }
  | { readonly kind: 'give'; readonly person: string; readonly object: string; readonly to: string };

/** How often a person thinks of each kind of deed; somebody who cannot do it now leaves the turn to another. */
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

  /** Somebody does something: who it is and what kind of deed are drawn until it can be done. */
  act(habits: Habits): Deed {
    const kinds = Object.entries(habits) as [Deed['kind'], number][];
    const deed = drawUntil(() => {
      const person = choose(this.random, this.cast.people);
      const possible = this.possible(chooseWeighted(this.random, kinds), person);
      return possible.length > 0 ? choose(this.random, possible) : undefined;
    });
    this.perform(deed);
    return deed;
  }

  private possible(kind: Deed['kind'], person: string): Deed[] {
    const { people, places, objects } = this.cast;
    const here = this.placeOf.get(person);
    const isHere = (other: string) => this.placeOf.get(other) === here;
    const carried = objects.filter((object) => this.holderOf.get(object) === person);
    switch (kind) {
      case 'move':
        return places.filter((place) => place !== here).map((place) => ({ kind, person, place }));
      case 'get':
        return objects
          .filter((object) => !this.holderOf.has(object) && isHere(object))
          .map((object) => ({ kind, person, object }));
      case 'drop':
        return carried.map((object) => ({ kind, person, object }));
      case 'give':
        return carried.flatMap((object) =>
          people.filter((to) => to !== person && isHere(to)).map((to) => ({ kind, person, object, to })),
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
