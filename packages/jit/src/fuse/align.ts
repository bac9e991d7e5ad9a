import type { RowNode } from '../graph/node.js';
import type { Area } from '../graph/overlap.js';
import { split } from '../graph/reindex.js';
import { extentsOf } from '../graph/access.js';

/** Two row nodes, cut so that dimensions which step through a common value alike have the same extents. */
export interface Alignment {
  readonly a: RowNode;
  readonly b: RowNode;
  /** For each dimension of `a`, the one of `b` that steps through the value with it. */
  readonly partner: readonly (number | undefined)[];
}

interface Part {
  readonly dimension: number;
  extent: number;
  stride: number;
}

/**
 * Finds which dimensions of two nodes belong together, by how each steps through a value that both touch.
 *
 * @param inA how `a` steps through the value; `inB` how `b` does
 */
export function align(a: RowNode, b: RowNode, inA: Area, inB: Area): Alignment {
  const partsA = partsOf(inA);
  const partsB = partsOf(inB);
  /** Cut pieces of each dimension, innermost first, each with the piece of the other node that it belongs to. */
  const cutsA = new Map<number, Piece[]>();
  const cutsB = new Map<number, Piece[]>();
  const cut = (cuts: Map<number, Piece[]>, dimension: number, extent: number): Piece => {
    const piece: Piece = { dimension, extent, partner: undefined };
    const list = cuts.get(dimension);
    if (list) list.push(piece);
    else cuts.set(dimension, [piece]);
    return piece;
  };
  let i = 0;
  let j = 0;
  while (i < partsA.length && j < partsB.length) {
    const x = partsA[i]!;
    const y = partsB[j]!;
    if (x.stride !== y.stride) {
      // A dimension that steps finer may reach the stride of the other part of the way.
      const [fine, coarse, cuts] = Math.abs(x.stride) < Math.abs(y.stride) ? [x, y, cutsA] : [y, x, cutsB];
      const steps = coarse.stride / fine.stride;
      if (Number.isInteger(steps) && steps > 1 && steps < fine.extent && fine.extent % steps === 0) {
        cut(cuts, fine.dimension, steps);
        advance(fine, steps);
      } else if (fine === x) {
        cut(cutsA, x.dimension, x.extent);
        i++;
      } else {
        cut(cutsB, y.dimension, y.extent);
        j++;
      }
      continue;
    }
    const extent = commonExtent(x, y, partsA[i + 1], partsB[j + 1]);
    const pieceA = cut(cutsA, x.dimension, extent ?? x.extent);
    const pieceB = cut(cutsB, y.dimension, extent ?? y.extent);
    if (extent !== undefined) {
      pieceA.partner = pieceB;
      pieceB.partner = pieceA;
    }
    if (extent === undefined || extent === x.extent) i++;
    else advance(x, extent);
    if (extent === undefined || extent === y.extent) j++;
    else advance(y, extent);
  }
  for (const x of partsA.slice(i)) cut(cutsA, x.dimension, x.extent);
  for (const y of partsB.slice(j)) cut(cutsB, y.dimension, y.extent);
  return assemble(a, b, cutsA, cutsB);
}

interface Piece {
  readonly dimension: number;
  readonly extent: number;
  partner: Piece | undefined;
}

/** The dimensions that step at all, the finest first. */
function partsOf({ window, extents }: Area): Part[] {
  return extents
    .map((extent, dimension) => ({ dimension, extent, stride: window.strides[dimension]! }))
    .filter(({ extent, stride }) => extent > 1 && stride !== 0)
    .sort((x, y) => Math.abs(x.stride) - Math.abs(y.stride));
}

function advance(part: Part, steps: number): void {
  part.extent /= steps;
  part.stride *= steps;
}

/** How many steps of two dimensions of the same stride belong together. */
function commonExtent(
  x: Part,
  y: Part,
  afterX: Part | undefined,
  afterY: Part | undefined,
): number | undefined {
  if (x.extent === y.extent) return x.extent;
  const [shorter, longer, after] = x.extent < y.extent ? [x, y, afterX] : [y, x, afterY];
  if (longer.extent % shorter.extent !== 0) return undefined;
  // Otherwise the shorter one covers a part of what the longer one does.
  return after?.stride === shorter.stride * shorter.extent ? shorter.extent : undefined;
}

function assemble(
  a: RowNode,
  b: RowNode,
  cutsA: ReadonlyMap<number, readonly Piece[]>,
  cutsB: ReadonlyMap<number, readonly Piece[]>,
): Alignment {
  const flat = (node: RowNode, cuts: ReadonlyMap<number, readonly Piece[]>): (readonly Piece[])[] =>
    extentsOf(node).map((extent, dimension) =>
      (cuts.get(dimension) ?? [{ dimension, extent, partner: undefined }]).toReversed(),
    );
  const piecesA = flat(a, cutsA);
  const piecesB = flat(b, cutsB);
  const extents = (pieces: readonly (readonly Piece[])[]): number[][] =>
    pieces.map((list) => list.map(({ extent }) => extent));
  const order = piecesB.flat();
  return {
    a: split(a, extents(piecesA)),
    b: split(b, extents(piecesB)),
    partner: piecesA.flat().map(({ partner }) => (partner ? order.indexOf(partner) : undefined)),
  };
}
