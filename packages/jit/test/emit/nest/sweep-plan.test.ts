import { binary } from '../../../src/ir/build.js';
import type { Expression } from '../../../src/ir/expression.js';
import { planSweep } from '../../../src/emit/nest/sweep-plan.js';
import type { SweepShape } from '../../../src/emit/nest/sweep-price.js';
import { evenPart, tile, unrollFor } from '../../../src/emit/nest/tile.js';

const load = (buffer: number, ...strides: number[]): Expression => ({
  kind: 'load',
  type: 'float32',
  window: { buffer, offset: 0, strides },
});

/** Sums over dimension 1, of rows along dimension 0. */
const summing = (rows: number, pieces: number, lane: number, ...values: Expression[]): SweepShape => ({
  sweep: {
    over: 'all',
    accumulations: values.map((value, index) => ({ index, reduction: 'sum', value })),
    stores: [],
  },
  inner: 1,
  pieces,
  lane,
  block: 0,
  rows,
});

test('a long sum of one row has several chains, since one addition waits for the other', () => {
  const plan = planSweep(summing(1, 1000, 1, load(0, 0, 1)));
  expect(plan.chains).toBeGreaterThanOrEqual(4);
  expect(plan.pieces).toBeGreaterThanOrEqual(plan.chains);
});

test('sums of several rows wait for nothing, and share the weights', () => {
  // A weighted sum of vectors: five vectors side by side, each times the same weight.
  const weighted = binary('mul', load(0, 0, 1), load(1, 1, 20));
  expect(planSweep(summing(5, 128, 0, weighted))).toMatchObject({ rows: 5, chains: 1 });
});

test('rows that share loads have one loop, of single pieces where two of each would not find registers', () => {
  // The gradients of what is erased from a memory and of what is added to it.
  const written = binary('add', load(0, 1, 20), binary('mul', load(1, 0, 1), load(2, 1, 0)));
  const added = binary('mul', load(3, 0, 1), written);
  const erased = binary('mul', load(3, 0, 1), binary('mul', written, load(4, 1, 20)));
  expect(planSweep(summing(3, 128, 0, added, erased))).toEqual({ rows: 3, pieces: 1, chains: 1 });
});

test('rows that load much have loops of their own, as not all would find registers', () => {
  const many = [0, 1, 2, 3, 4, 5].map((buffer) => load(buffer, 128, 1)).reduce((a, b) => binary('mul', a, b));
  expect(planSweep(summing(4, 32, 1, many)).rows).toBeLessThan(4);
});

test('a short dimension is straight code, a long one never', () => {
  expect(planSweep(summing(4, 1, 1, load(0, 3, 1))).pieces).toBe(1);
  const store = (pieces: number): SweepShape => ({
    sweep: {
      over: 'all',
      accumulations: [],
      stores: [
        {
          type: 'float32',
          window: { buffer: 1, offset: 0, strides: [20, 1] },
          value: load(0, 20, 1),
        },
      ],
    },
    inner: 1,
    pieces,
    lane: 1,
    block: 0,
    rows: 4,
  });
  expect(planSweep(store(5)).pieces).toBe(5);
  expect(planSweep(store(1000)).pieces).toBeLessThanOrEqual(8);
});

describe('tile', () => {
  test('a dimension that is no multiple leaves pieces over, the last one in part', () => {
    expect(tile(22, 4, 2)).toEqual({
      count: 2,
      step: 8,
      pieces: [
        { offset: 0, lanes: 4 },
        { offset: 4, lanes: 4 },
      ],
      rest: [
        { offset: 16, lanes: 4 },
        { offset: 20, lanes: 2 },
      ],
    });
  });

  test('what fits into one body is no loop', () => {
    expect(tile(7, 4, 2)).toMatchObject({ count: 1, rest: [] });
    expect(tile(7, 4, 2).pieces).toEqual([
      { offset: 0, lanes: 4 },
      { offset: 4, lanes: 3 },
    ]);
  });

  test('pieces of a body: all if they are cheap, else a number that leaves few over', () => {
    expect(unrollFor(9, 2, 4)).toBe(9);
    expect(unrollFor(1000, 2, 6)).toBe(5);
    expect(unrollFor(9, 100, 4)).toBe(1);
  });

  test('even parts: a divisor if one is near, else as equal as can be', () => {
    expect(evenPart(100, 6)).toBe(5);
    expect(evenPart(23, 6)).toBe(6);
    expect(evenPart(7, 6)).toBe(4);
    expect(evenPart(5, 1)).toBe(1);
  });
});
