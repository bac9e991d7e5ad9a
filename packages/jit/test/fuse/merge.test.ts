import { align } from '../../src/fuse/align.js';
import { merge } from '../../src/fuse/merge.js';
import { areasRead, areasWritten, extentsOf } from '../../src/graph/access.js';
import type { RowNode } from '../../src/graph/node.js';
import type { Value } from '../../src/graph/value.js';
import { unary } from '../../src/ir/build.js';
import type { Expression, Window } from '../../src/ir/expression.js';

const values: Value[] = Array.from({ length: 6 }, (_, id) => ({
  id,
  type: 'float32',
  size: 240,
  origin: { kind: 'computed' },
}));

const load = (buffer: number, strides: number[], offset = 0): Expression => ({
  kind: 'load',
  type: 'float32',
  window: { buffer, offset, strides },
});

/** An element-wise node: `to = tanh(from)`. */
function map(outer: number[], to: Window, from: Expression): RowNode {
  const stores = [{ type: 'float32' as const, window: to, value: unary('tanh', from) }];
  return { kind: 'row', outer, inner: [], passes: [{ kind: 'store', over: 'all', stores }], sources: [] };
}

/** A node that sums `from` over its inner dimensions. */
function sum(outer: number[], inner: number[], to: Window, from: Expression): RowNode {
  return {
    kind: 'row',
    outer,
    inner,
    passes: [
      { kind: 'accumulate', first: 0, accumulators: [{ reduction: 'sum', value: from }] },
      {
        kind: 'store',
        over: 'outer',
        stores: [{ type: 'float32', window: to, value: { kind: 'accumulator', type: 'float32', index: 0 } }],
      },
    ],
    sources: [],
  };
}

const at = (buffer: number, strides: number[], offset = 0): Window => ({ buffer, offset, strides });

/** Merges by what the first node stores and the second loads of value 1. */
function merged(a: RowNode, b: RowNode): RowNode | undefined {
  const first = areasWritten(a).find(({ window }) => window.buffer === 1)!;
  const second = areasRead(b).find(({ window }) => window.buffer === 1)!;
  return merge(values, a, b, first, second)?.node;
}

test('dimensions belong together that step alike, whatever their order', () => {
  const a = map([3, 4], at(1, [4, 1]), load(0, [4, 1]));
  const b = map([4, 3], at(2, [1, 4]), load(1, [1, 4]));
  expect(align(a, b, areasWritten(a)[0]!, areasRead(b)[0]!).partner).toEqual([1, 0]);
});

test('a dimension is cut where the other node has two', () => {
  const a = map([12], at(1, [1]), load(0, [1]));
  const b = map([3, 4], at(2, [4, 1]), load(1, [4, 1]));
  const aligned = align(a, b, areasWritten(a)[0]!, areasRead(b)[0]!);
  expect(extentsOf(aligned.a)).toEqual([3, 4]);
  expect(aligned.partner).toEqual([0, 1]);
});

test('points that only need the same point become one space of points', () => {
  const a = map([3, 4], at(1, [4, 1]), load(0, [4, 1]));
  const b = map([12], at(2, [1]), load(1, [1]));
  expect(merged(a, b)).toMatchObject({ outer: [3, 4], inner: [], passes: [{}, {}] });
});

test('a node that reads other points of its row shares rows only', () => {
  const a = map([3, 4], at(1, [4, 1]), load(0, [4, 1]));
  const b = map([3, 4], at(2, [4, 1]), load(1, [4, -1], 3));
  expect(merged(a, b)).toMatchObject({ outer: [3], inner: [4] });
});

test('a reduction takes in what it reads, along either dimension', () => {
  const a = map([3, 4], at(1, [4, 1]), load(0, [4, 1]));
  expect(merged(a, sum([3], [4], at(2, [1, 0]), load(1, [4, 1])))).toMatchObject({ outer: [3], inner: [4] });
  expect(merged(a, sum([4], [3], at(2, [1, 0]), load(1, [1, 4])))).toMatchObject({ outer: [4], inner: [3] });
});

test('what uses the results of a reduction is done once a row', () => {
  const a = sum([3], [4], at(1, [1, 0]), load(0, [4, 1]));
  expect(merged(a, map([3], at(2, [1]), load(1, [1])))).toMatchObject({
    outer: [3],
    inner: [4],
    passes: [{ kind: 'accumulate' }, { over: 'outer' }, { over: 'outer' }],
  });
});

test('accumulators of both nodes have numbers of their own', () => {
  const a = sum([3], [4], at(1, [1, 0]), load(0, [4, 1]));
  const b = sum([3], [4], at(2, [1, 0]), load(1, [1, 0]));
  expect(merged(a, b)).toMatchObject({
    passes: [{ first: 0 }, {}, { first: 1 }, { stores: [{ value: { index: 1 } }] }],
  });
});

test('rows that read what other rows write do not merge', () => {
  const a = sum([3], [4], at(1, [1, 0]), load(0, [4, 1]));
  // Each row reads the sum of the row before it.
  expect(merged(a, sum([3], [4], at(2, [1, 0]), load(1, [1, 0], -1)))).toBeUndefined();
  // The other dimension is reduced.
  expect(
    merged(map([3, 4], at(1, [4, 1]), load(0, [4, 1])), sum([3], [5], at(2, [1, 0]), load(1, [0, 1]))),
  ).toBeUndefined();
});

test('a node that overwrites what other rows of the other one read does not merge', () => {
  const a = map([3, 4], at(1, [4, 1]), load(2, [1, 4]));
  const b = sum([3], [4], at(2, [4, 0]), load(1, [4, 1]));
  expect(merged(a, b)).toBeUndefined();
});
