/** What a sentence says. Words are in lower case. */
export type Statement =
  /** People go to a place; at a time of the two days, or simply next. */
  | {
      readonly kind: 'move';
      readonly people: readonly string[];
      readonly place: string;
      readonly time?: number;
    }
  /** A person is in one of some places. */
  | { readonly kind: 'in'; readonly person: string; readonly places: readonly string[] }
  | { readonly kind: 'not in'; readonly person: string; readonly place: string }
  | { readonly kind: 'get' | 'drop'; readonly person: string; readonly object: string }
  | { readonly kind: 'give'; readonly person: string; readonly object: string; readonly to: string }
  /** One lies on a side of the other: 'north', 'above', 'left'. */
  | { readonly kind: 'beside'; readonly subject: string; readonly side: Side; readonly object: string }
  | { readonly kind: 'bigger'; readonly bigger: string; readonly smaller: string }
  | { readonly kind: 'fear'; readonly species: string; readonly feared: string }
  | { readonly kind: 'species'; readonly person: string; readonly species: string }
  /** What somebody is like: a color or a state. */
  | { readonly kind: 'quality'; readonly person: string; readonly quality: string };

export type Side = 'north' | 'south' | 'east' | 'west' | 'above' | 'below' | 'right' | 'left';

/** Steps to the east and to the north. */
export const STEPS: Readonly<Record<Side, readonly [number, number]>> = {
  north: [0, 1],
  south: [0, -1],
  east: [1, 0],
  west: [-1, 0],
  above: [0, 1],
  below: [0, -1],
  right: [1, 0],
  left: [-1, 0],
};

/** The statements of one kind, in their order. */
export const ofKind = <Kind extends Statement['kind']>(statements: readonly Statement[], ...kinds: Kind[]) =>
  statements.filter((each): each is Extract<Statement, { kind: Kind }> => kinds.includes(each.kind as Kind));
