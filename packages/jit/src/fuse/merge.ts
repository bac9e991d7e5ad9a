import { renaming } from '../graph/affine.js';
import { areasRead, areasWritten, extentsOf } from '../graph/access.js';
import type { RowNode } from '../graph/node.js';
import { canSumTo, type Area, type Term } from '../graph/overlap.js';
import { reindex } from '../graph/reindex.js';
import { rewriter } from '../graph/rewrite.js';
import { storageOf, type Value } from '../graph/value.js';
import type { Pass } from '../ir/kernel.js';
import { align, type Alignment } from './align.js';
import { accumulatorCount } from './items.js';

/** One dimension of the common index space: the dimensions of the two nodes it stands for. */
interface Joint {
  readonly extent: number;
  readonly a: number | undefined;
  readonly b: number | undefined;
}

/** What two row nodes became. */
export interface Merged {
  readonly node: RowNode;
  /** Whether dimensions were cut for it. */
  readonly isCut: boolean;
}

/**
 * One row node that does what `a` and then `b` does, row by row; undefined if no choice of rows allows it: no row may
 * touch what another row writes.
 *
 * @param inA how `a` steps through a value that both touch; `inB` how `b` does
 */
export function merge(
  values: readonly Value[],
  a: RowNode,
  b: RowNode,
  inA: Area,
  inB: Area,
): Merged | undefined {
  const aligned = align(a, b, inA, inB);
  const conflicts = conflictsOf(values, aligned);
  if (!conflicts) return undefined;
  const rows = chooseRows(aligned, conflicts);
  if (!rows) return undefined;
  const inner = chooseInner(aligned, rows);
  if (!inner) return undefined;
  const first = ontoSpace(aligned.a, rows, inner, 'a');
  const second = ontoSpace(aligned.b, rows, inner, 'b');
  const shift = accumulatorCount(first);
  const node: RowNode = {
    kind: 'row',
    outer: first.outer,
    inner: first.inner,
    passes: [...first.passes, ...second.passes.map((pass) => shifted(pass, shift))],
    sources: [...a.sources, ...b.sources],
  };
  return { node, isCut: aligned.a !== a || aligned.b !== b };
}

/** Whether each point of `b` only needs what the same point of `a` did. */
export function arePointwise(values: readonly Value[], aligned: Alignment): boolean {
  const { a, b, partner } = aligned;
  const conflicts = conflictsOf(values, aligned);
  if (!conflicts) return false;
  const extents = extentsOf(a);
  const pairs = partner.flatMap((to, from): Joint[] =>
    to === undefined ? [] : [{ extent: extents[from]!, a: from, b: to }],
  );
  const complete =
    extents.every((extent, d) => extent === 1 || partner[d] !== undefined) &&
    extentsOf(b).every((extent, d) => extent === 1 || partner.includes(d));
  return complete && pairs.every((pair) => conflicts.every((conflict) => !crosses(conflict, pair, pairs)));
}

/** Pairs of accesses to the same value of which one is a store: one in each node. */
interface Conflict {
  readonly a: Area;
  readonly b: Area;
}

/** Undefined if the nodes touch the same memory in ways that cannot be compared. */
function conflictsOf(values: readonly Value[], { a, b }: Alignment): Conflict[] | undefined {
  const conflicts: Conflict[] = [];
  const [readsA, writesA, readsB, writesB] = [areasRead(a), areasWritten(a), areasRead(b), areasWritten(b)];
  for (const [listA, listB] of [
    [writesA, [...readsB, ...writesB]],
    [readsA, writesB],
  ] as const) {
    for (const inA of listA) {
      for (const inB of listB) {
        const [x, y] = [values[inA.window.buffer]!, values[inB.window.buffer]!];
        if (x === y) conflicts.push({ a: inA, b: inB });
        else if (storageOf(x) === storageOf(y) && !areDifferentSteps(x, y)) return undefined;
      }
    }
  }
  return conflicts;
}

function areDifferentSteps(x: Value, y: Value): boolean {
  return (
    x.origin.kind === 'step' &&
    y.origin.kind === 'step' &&
    x.size === y.size &&
    x.origin.shift !== y.origin.shift
  );
}

/** The dimensions that become rows: pairs of dimensions along which no row touches what another writes. */
function chooseRows({ a, b, partner }: Alignment, conflicts: readonly Conflict[]): Joint[] | undefined {
  const extents = extentsOf(a);
  const pairs = partner.flatMap((to, from): Joint[] =>
    to === undefined ? [] : [{ extent: extents[from]!, a: from, b: to }],
  );
  const isSafe = (pair: Joint): boolean => conflicts.every((conflict) => !crosses(conflict, pair, pairs));
  // A node that already tells rows from what is in them keeps its rows.
  const given = [
    ...(a.inner.length > 0 ? [pairs.filter((pair) => pair.a! < a.outer.length)] : []),
    ...(b.inner.length > 0 ? [pairs.filter((pair) => pair.b! < b.outer.length)] : []),
  ];
  if (given.length === 0) return pairs.filter(isSafe);
  const needed = (node: RowNode, axis: 'a' | 'b'): boolean =>
    node.inner.length === 0 ||
    node.outer.every((extent, d) => extent === 1 || given[0]!.some((pair) => pair[axis] === d));
  const sizes = new Set(given.map((list) => list.map(({ a }) => a).join()));
  if (sizes.size > 1 || !needed(a, 'a') || !needed(b, 'b') || !given[0]!.every(isSafe)) return undefined;
  return given[0];
}

/** Whether accesses of two points that differ along the pair may touch the same element. */
function crosses({ a, b }: Conflict, pair: Joint, pairs: readonly Joint[]): boolean {
  const terms: Term[] = [];
  const pairedA = new Set<number>();
  const pairedB = new Set<number>();
  let own: Term | undefined;
  for (const joint of pairs) {
    const stride = a.window.strides[joint.a!]!;
    if (stride !== b.window.strides[joint.b!]!) continue;
    pairedA.add(joint.a!);
    pairedB.add(joint.b!);
    // The distance between the two points along this pair.
    const most = joint.extent - 1;
    if (joint === pair) own = { factor: stride, from: 1, to: most };
    else terms.push({ factor: stride, from: -most, to: most });
  }
  const free = (area: Area, paired: ReadonlySet<number>, sign: 1 | -1): void => {
    area.window.strides.forEach((stride, d) => {
      if (!paired.has(d)) terms.push({ factor: sign * stride, from: 0, to: area.extents[d]! - 1 });
    });
  };
  free(a, pairedA, 1);
  free(b, pairedB, -1);
  const distance = b.window.offset - a.window.offset;
  if (!own) return canSumTo(distance, terms);
  return (
    canSumTo(distance, [...terms, own]) || canSumTo(distance, [...terms, { ...own, factor: -own.factor }])
  );
}

/** What remains beside the rows runs within them, in both nodes alike, or one of the nodes has nothing of it. */
function chooseInner({ a, b, partner }: Alignment, rows: readonly Joint[]): Joint[] | undefined {
  const [extentsA, extentsB] = [extentsOf(a), extentsOf(b)];
  const rest = (extents: readonly number[], axis: 'a' | 'b'): number[] =>
    extents.flatMap((extent, d) => (extent === 1 || rows.some((row) => row[axis] === d) ? [] : [d]));
  const restA = rest(extentsA, 'a');
  const restB = rest(extentsB, 'b');
  if (restB.length === 0) return restA.map((d) => ({ extent: extentsA[d]!, a: d, b: undefined }));
  if (restA.length === 0) return restB.map((d) => ({ extent: extentsB[d]!, a: undefined, b: d }));
  if (restA.length !== restB.length) return undefined;
  // Dimensions that step through the common value together stay together; the others pair up in order.
  const open = restB.filter((d) => !restA.some((from) => partner[from] === d));
  const joints = restA.map((d): Joint => {
    const together = partner[d];
    const to = together !== undefined && restB.includes(together) ? together : open.shift();
    return { extent: extentsA[d]!, a: d, b: to };
  });
  if (joints.some(({ extent, b }) => extent !== extentsB[b!])) return undefined;
  return keepsOrder(b, joints) ? joints : undefined;
}

/** An arg reduction counts positions along the inner dimensions, so their order must stay. */
function keepsOrder(b: RowNode, joints: readonly Joint[]): boolean {
  return b.inner.length < 2 || joints.every(({ b }, i) => i === 0 || joints[i - 1]!.b! < b!);
}

/** The node over the common space. Where it has none of the inner dimensions, it does its work once a row. */
function ontoSpace(node: RowNode, rows: readonly Joint[], inner: readonly Joint[], axis: 'a' | 'b'): RowNode {
  const joints = [...rows, ...inner];
  const target = extentsOf(node).map((_, d) => {
    const to = joints.findIndex((joint) => joint[axis] === d);
    return to < 0 ? undefined : to;
  });
  const moved = reindex(
    node,
    rows.map(({ extent }) => extent),
    inner.map(({ extent }) => extent),
    renaming(target, joints.length),
  );
  const isPerRow = inner.length > 0 && inner.every((joint) => joint[axis] === undefined);
  if (!isPerRow) return moved;
  return {
    ...moved,
    passes: moved.passes.map((pass) => (pass.kind === 'store' ? { ...pass, over: 'outer' } : pass)),
  };
}

function shifted(pass: Pass, by: number): Pass {
  if (by === 0) return pass;
  const move = rewriter({ accumulator: (e) => ({ ...e, index: e.index + by }) });
  return pass.kind === 'store'
    ? { ...pass, stores: pass.stores.map((store) => ({ ...store, value: move(store.value) })) }
    : {
        ...pass,
        first: pass.first + by,
        accumulators: pass.accumulators.map((each) => ({ ...each, value: move(each.value) })),
      };
}
