import type { KernelNode } from '../graph/node.js';
import { rewriteNode, type LeafRules } from '../graph/rewrite.js';
import { binary, constant } from '../ir/build.js';
import type { Window } from '../ir/expression.js';
import type { Kernel, MatrixKernel } from '../ir/kernel.js';
import type { Call } from '../ir/program.js';
import { canonicalize } from '../plan/canonical.js';
import type { KernelTable } from '../plan/kernel-table.js';

/** Parts begin at multiples of so many elements, where they can: each thread then writes cache lines of its own. */
const GRAIN = 16;
const BYTES = 4;

/** A range of indices. */
export interface Part {
  readonly from: number;
  /** May be 0. */
  readonly length: number;
}

/** The extents of the dimensions that a kernel's points can be divided along. */
export function divisibleExtents(kernel: Kernel): readonly number[] {
  return kernel.kind === 'row' ? kernel.outer : [...kernel.batch, kernel.m, kernel.n];
}

/** The part of a dimension that a thread works on: as even as the grain allows. */
export function partOf(extent: number, thread: number, threads: number): Part {
  const border = (i: number): number => {
    const even = Math.ceil((extent * i) / threads);
    const isCoarse = i < threads && extent > 4 * GRAIN * threads;
    return isCoarse ? Math.round(even / GRAIN) * GRAIN : even;
  };
  const from = border(thread);
  return { from, length: border(thread + 1) - from };
}

/** A part of a call's work, along one dimension. Kernels that do the same are one object, by the table. */
export function partOfCall(
  kernel: Kernel,
  call: Call,
  dimension: number,
  part: Part,
  table: KernelTable,
): { readonly kernel: Kernel; readonly call: Call } {
  const { kernel: canonical, key, parameters } = canonicalize(partOfKernel(kernel, dimension, part));
  const known = table.get(key) ?? canonical;
  table.set(key, known);
  const places = parameters.map(({ value: buffer, offset }) => {
    const place = call.places[buffer]!;
    return { ...place, address: place.address + offset * BYTES };
  });
  return { kernel: known, call: { ...call, places } };
}

function partOfKernel(kernel: Kernel, dimension: number, { from, length }: Part): KernelNode {
  const moved = (window: Window): Window => ({
    ...window,
    offset: window.offset + window.strides[dimension]! * from,
  });
  const rules: LeafRules = {
    window: moved,
    index: (index) => (index.dimension === dimension ? binary('add', index, constant('int32', from)) : index),
  };
  const node = rewriteNode({ ...kernel, sources: [] }, rules);
  const cut = (extents: readonly number[]): number[] =>
    extents.map((extent, d) => (d === dimension ? length : extent));
  if (node.kind === 'row') return { ...node, outer: cut(node.outer) };
  const { batch, m, n, a, b } = kernel as MatrixKernel;
  const rank = batch.length;
  const [rows, columns] = [rank, rank + 1];
  return {
    ...node,
    batch: cut(batch),
    m: dimension === rows ? length : m,
    n: dimension === columns ? length : n,
    // `a` has no columns, `b` no rows.
    a: dimension === columns ? a : moved(a),
    b: dimension === rows ? b : moved(b),
  };
}
