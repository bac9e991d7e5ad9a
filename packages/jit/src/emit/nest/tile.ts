/** One element or one vector of a dimension in straight code. */
export interface Piece {
  /** In elements, from the index of the loop around, or from the dimension's beginning. */
  readonly offset: number;
  /** How many elements of the dimension the piece stands for. */
  readonly lanes: number;
}

/** A dimension cut into a loop over groups of pieces and what is left over. */
export interface Tiling {
  /** How often the loop runs, and how many elements each time; a loop of one iteration is straight code. */
  readonly count: number;
  readonly step: number;
  readonly pieces: readonly Piece[];
  readonly rest: readonly Piece[];
}

/** @param width elements of a piece, @param unroll pieces of an iteration */
export function tile(extent: number, width: number, unroll: number): Tiling {
  const step = width * unroll;
  const piecesFrom = (from: number, to: number): Piece[] =>
    Array.from({ length: Math.ceil((to - from) / width) }, (_, i) => {
      const offset = from + i * width;
      return { offset, lanes: Math.min(width, to - offset) };
    });
  if (extent <= step) return { count: 1, step: extent, pieces: piecesFrom(0, extent), rest: [] };
  const count = Math.floor(extent / step);
  return { count, step, pieces: piecesFrom(0, step), rest: piecesFrom(count * step, extent) };
}

/** Instructions in a loop body, beyond which unrolling brings nothing and code only grows. */
export const BODY = 192;

/**
 * How many pieces to generate in one loop body: all if they fit, else a number that leaves few over.
 *
 * @param cost instructions of a piece
 * @param most pieces of a body that does not hold all
 */
export function unrollFor(pieces: number, cost: number, most: number): number {
  if (pieces * cost <= BODY) return pieces;
  const highest = Math.max(1, Math.min(most, pieces, Math.floor(BODY / 2 / cost)));
  let best = highest;
  for (let u = highest; 2 * u > highest; u--) if (pieces % u < pieces % best) best = u;
  return best;
}

/** A number of at most `most` pieces, so that as few parts as can be hold all, and none is left over if that is easy. */
export function evenPart(pieces: number, most: number): number {
  for (let size = most; 2 * size > most; size--) if (pieces % size === 0) return size;
  return Math.ceil(pieces / Math.ceil(pieces / most));
}
