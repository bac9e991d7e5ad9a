import { mapRules, type IndexMap } from './affine.js';
import type { RowNode } from './node.js';
import { rewriteNode } from './rewrite.js';

/**
 * The same work over another index space: `map` says what each index of the old space is in terms of the new ones
 * (the outer ones first), which must reach each point of the old space once.
 */
export function reindex(
  node: RowNode,
  outer: readonly number[],
  inner: readonly number[],
  map: IndexMap,
): RowNode {
  if (isSame(node.outer, outer) && isSame(node.inner, inner) && isIdentity(map)) return node;
  return { ...rewriteNode(node, mapRules(map, outer.length + inner.length)), outer, inner };
}

const isSame = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((extent, d) => extent === b[d]);

const isIdentity = (map: IndexMap): boolean =>
  map.every(
    ({ offset, factors }, d) => offset === 0 && factors.every((factor, i) => factor === (i === d ? 1 : 0)),
  );

/** How a dimension is cut into several, outermost first; the product of their extents is its own. */
export type Splits = readonly (readonly number[])[];

export function isSplit(splits: Splits): boolean {
  return splits.some((parts) => parts.length !== 1);
}

/** The map from dimensions to the parts they are cut into. */
export function splitMap(splits: Splits): IndexMap {
  const rank = splits.reduce((sum, parts) => sum + parts.length, 0);
  let first = 0;
  return splits.map((parts) => {
    const factors = new Array<number>(rank).fill(0);
    let factor = 1;
    for (let p = parts.length - 1; p >= 0; p--) {
      factors[first + p] = factor;
      factor *= parts[p]!;
    }
    first += parts.length;
    return { offset: 0, factors };
  });
}

/** Cuts dimensions of a row node. */
export function split(node: RowNode, splits: Splits): RowNode {
  if (!isSplit(splits)) return node;
  const rank = node.outer.length;
  return reindex(node, splits.slice(0, rank).flat(), splits.slice(rank).flat(), splitMap(splits));
}
