import { renaming } from '../graph/affine.js';
import { extentsOf } from '../graph/access.js';
import type { Interner } from '../graph/intern.js';
import type { KernelNode, MatrixNode, RowNode } from '../graph/node.js';
import type { Area } from '../graph/overlap.js';
import { reindex } from '../graph/reindex.js';
import { rewriteNode } from '../graph/rewrite.js';
import type { Value } from '../graph/value.js';
import { align } from './align.js';
import { compact } from './compact.js';
import { arePointwise } from './merge.js';

/** What a matrix node does with its product, as an element-wise row node to which accumulator 0 is given. */
export function epilogueOf({ batch, m, n, stores, sources }: MatrixNode): RowNode {
  return {
    kind: 'row',
    outer: [...batch, m, n],
    inner: [],
    passes: [{ kind: 'store', over: 'all', stores }],
    sources,
  };
}

/** The matrix node with another epilogue over the same index space. */
export function withEpilogue(node: MatrixNode, { passes, sources }: RowNode): MatrixNode {
  const stores = passes.flatMap((pass) => (pass.kind === 'store' ? pass.stores : []));
  return { ...node, stores, sources };
}

/**
 * The epilogue with an element-wise node done after it; undefined if that does not work on the points of the product one
 * by one.
 *
 * @param inMatrix how the matrix node stores a value, `inNode` how the element-wise node loads it
 */
export function extendEpilogue(
  values: readonly Value[],
  matrix: MatrixNode,
  node: RowNode,
  inMatrix: Area,
  inNode: Area,
): { matrix: MatrixNode; epilogue: RowNode } | undefined {
  if (node.inner.length > 0) return undefined;
  const epilogue = epilogueOf(matrix);
  const aligned = align(epilogue, node, inMatrix, inNode);
  const parts = splitBatch(matrix, aligned.a);
  if (!parts || !arePointwise(values, aligned)) return undefined;
  const { a, b, partner } = aligned;
  const target = extentsOf(b).map((_, d) => {
    const to = partner.indexOf(d);
    return to < 0 ? undefined : to;
  });
  const moved = reindex(b, a.outer, [], renaming(target, a.outer.length));
  return {
    matrix: parts,
    epilogue: { ...a, passes: [...a.passes, ...moved.passes], sources: [...a.sources, ...moved.sources] },
  };
}

/** The matrix node with its batch cut like that of the epilogue; undefined if rows or columns are cut. */
function splitBatch(matrix: MatrixNode, epilogue: RowNode): MatrixNode | undefined {
  const rank = epilogue.outer.length - 2;
  const [m, n] = epilogue.outer.slice(-2);
  if (m !== matrix.m || n !== matrix.n) return undefined;
  const batch = epilogue.outer.slice(0, rank);
  if (batch.length === matrix.batch.length) return matrix;
  // Each old dimension is the product of the next few new ones.
  const factors: { from: number; factor: number }[] = [];
  let from = 0;
  let left = matrix.batch[0]!;
  for (const extent of batch) {
    left /= extent;
    factors.push({ from, factor: left });
    if (left === 1 && from + 1 < matrix.batch.length) left = matrix.batch[++from]!;
  }
  const old = matrix.batch.length;
  return {
    ...rewriteNode(matrix, {
      window: (window) => ({
        ...window,
        strides: [
          ...factors.map(({ from, factor }) => window.strides[from]! * factor),
          ...window.strides.slice(old),
        ],
      }),
    }),
    batch,
  };
}

/** `compact` for either kind of kernel. */
export function compactKernel(
  node: KernelNode,
  isTemporary: (value: number) => boolean,
  interner: Interner,
): KernelNode {
  return node.kind === 'row'
    ? compact(node, isTemporary, interner)
    : withEpilogue(node, compact(epilogueOf(node), isTemporary, interner));
}
