import * as fc from 'fast-check';
import { runs, tilingOf, type Run, type TileCosts } from '../../../src/emit/matrix/tiling.js';

const costs = fc.record({
  width: fc.constantFrom(1, 4),
  steps: fc.integer({ min: 1, max: 500 }),
  parts: fc.integer({ min: 1, max: 5 }),
  loadA: fc.constantFrom(1, 7),
  loadB: fc.constantFrom(1, 2, 7),
  misses: fc.constantFrom(0, 20),
  copy: fc.option(fc.record({ step: fc.constantFrom(0, 20), vector: fc.constantFrom(4, 10) }), {
    nil: undefined,
  }),
  result: fc.integer({ min: 1, max: 100 }),
  row: fc.constantFrom(0, 24),
  mostResults: fc.integer({ min: 1, max: 20 }),
  widest: fc.constantFrom(1, 3, Infinity),
  fused: fc.boolean(),
});

/** The elements that runs cover, in order. */
const covered = (list: readonly Run[]): number[] =>
  list.flatMap(({ offset, size, count }) => Array.from({ length: size * count }, (_, i) => offset + i));
const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

test('runs cover a dimension once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 40 }), (extent, size) => {
      expect(covered(runs(extent, size))).toEqual(upTo(extent));
    }),
  );
});

test('tiles cover a result once, keep to the registers there are, and bound the code', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 1, max: 150 }), costs, (m, n, costs) => {
      const { strips, cost } = tilingOf(m, n, costs);
      expect(cost).toBeLessThan(Infinity);
      expect(covered(strips.map(({ columns }) => columns))).toEqual(upTo(n));
      for (const { columns, rows } of strips) {
        expect(covered(rows)).toEqual(upTo(m));
        const vectors = Math.ceil(columns.size / costs.width);
        expect(vectors).toBeLessThanOrEqual(costs.widest);
        for (const { size } of rows) {
          expect(size * vectors + size + vectors).toBeLessThanOrEqual(costs.fused ? 15 : 14);
          expect(size * Math.ceil(columns.size / 4)).toBeLessThanOrEqual(costs.mostResults);
        }
      }
      // Different code: whole tiles and what is left over, in both directions.
      expect(strips.length).toBeLessThanOrEqual(2);
      for (const { rows } of strips) expect(rows.length).toBeLessThanOrEqual(2);
    }),
  );
});

const plain: TileCosts = {
  width: 4,
  steps: 128,
  parts: 1,
  loadA: 1,
  loadB: 1,
  misses: 0,
  copy: undefined,
  result: 1,
  row: 0,
  mostResults: Infinity,
  widest: Infinity,
  fused: true,
};

test('eight sums of large results hide how long one takes; single rows take six', () => {
  const tileOf = (m: number, n: number, costs: TileCosts): number[] => {
    const [{ columns, rows }] = tilingOf(m, n, costs).strips as [{ columns: Run; rows: Run[] }];
    return [rows[0]!.size, columns.size / costs.width];
  };
  expect(tileOf(64, 128, plain)).toEqual([2, 4]);
  expect(tileOf(1, 384, plain)).toEqual([1, 6]);
  expect(tileOf(64, 128, { ...plain, width: 1 })).toEqual([2, 4]);
});
