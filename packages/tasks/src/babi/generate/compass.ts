/** Directions on a plane, and places on its grid. */
export interface Direction {
  readonly name: string;
  readonly opposite: string;
  /** One step in this direction: to the east, to the north. */
  readonly step: Cell;
}

export type Cell = readonly [east: number, north: number];

const EAST: Cell = [1, 0];
const WEST: Cell = [-1, 0];
const NORTH: Cell = [0, 1];
const SOUTH: Cell = [0, -1];

export const COMPASS: readonly Direction[] = [
  { name: 'north', opposite: 'south', step: NORTH },
  { name: 'south', opposite: 'north', step: SOUTH },
  { name: 'east', opposite: 'west', step: EAST },
  { name: 'west', opposite: 'east', step: WEST },
];

export const SIDES: readonly Direction[] = [
  { name: 'above', opposite: 'below', step: NORTH },
  { name: 'below', opposite: 'above', step: SOUTH },
  { name: 'to the right of', opposite: 'to the left of', step: EAST },
  { name: 'to the left of', opposite: 'to the right of', step: WEST },
];

export const plus = (cell: Cell, step: Cell): Cell => [cell[0] + step[0], cell[1] + step[1]];

export const isSame = (one: Cell, other: Cell): boolean => one[0] === other[0] && one[1] === other[1];
