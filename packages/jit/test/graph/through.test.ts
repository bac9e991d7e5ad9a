import fc from 'fast-check';
import { throughMap } from '../../src/graph/affine.js';
import { meet, type Area } from '../../src/graph/overlap.js';
import { splitMap } from '../../src/graph/reindex.js';
import { passage } from '../../src/graph/through.js';

const area = (extents: number[], strides: number[], offset = 0): Area => ({
  extents,
  window: { buffer: 0, offset, strides },
});

/** Every index of an index space. */
function points(extents: readonly number[]): number[][] {
  return extents.reduce<number[][]>(
    (list, extent) => list.flatMap((point) => Array.from({ length: extent }, (_, i) => [...point, i])),
    [[]],
  );
}

const addressOf = ({ window }: Area, point: readonly number[]): number =>
  window.strides.reduce((sum, stride, d) => sum + stride * point[d]!, window.offset);

/** Windows of tensors that were sliced, transposed, reversed, merged and repeated. */
const windows = fc
  .array(
    fc.record({
      extent: fc.integer({ min: 1, max: 6 }),
      use: fc.constantFrom('whole', 'half', 'point', 'back', 'none'),
    }),
    { minLength: 1, maxLength: 4 },
  )
  .chain((dimensions) =>
    fc.record({
      dimensions: fc.constant(dimensions),
      order: fc.shuffledSubarray([0, 1, 2, 3].slice(0, dimensions.length), { minLength: dimensions.length }),
      repeat: fc.boolean(),
    }),
  )
  .map(({ dimensions, order, repeat }) => {
    let stride = 1;
    let offset = 0;
    const list = dimensions.map(({ extent, use }) => {
      const own = stride;
      stride *= extent;
      if (use === 'point') {
        offset += own * (extent - 1);
        return { extent: 1, stride: own };
      }
      if (use === 'half') {
        offset += own * Math.floor(extent / 2);
        return { extent: extent - Math.floor(extent / 2), stride: own };
      }
      if (use === 'back') {
        offset += own * (extent - 1);
        return { extent, stride: -own };
      }
      return { extent, stride: own };
    });
    const sorted = order.map((d) => list[d]!);
    if (repeat) sorted.push({ extent: 3, stride: 0 });
    return area(
      sorted.map(({ extent }) => extent),
      sorted.map(({ stride }) => stride),
      offset,
    );
  });

test('a passage leads to the point that wrote the element', () => {
  fc.assert(
    fc.property(windows, windows, (a, b) => {
      const store = area(
        [...a.extents],
        a.window.strides.map((s) => (s === 0 ? 720 : s)),
        a.window.offset,
      );
      const found = passage(store, b);
      if (!found) return;
      const cut = found.splits.flat();
      const rank = cut.length;
      const loads: Area = { extents: cut, window: throughMap(b.window, splitMap(found.splits), rank) };
      for (const point of points(cut)) {
        const source = found.map.map(({ offset, factors }) =>
          factors.reduce((sum, factor, d) => sum + factor * point[d]!, offset),
        );
        source.forEach((index, d) => {
          expect(index).toBeGreaterThanOrEqual(0);
          expect(index).toBeLessThan(store.extents[d]!);
        });
        expect(addressOf(store, source)).toBe(addressOf(loads, point));
      }
    }),
    { numRuns: 500 },
  );
});

test.each<[string, Area, Area]>([
  ['the same window', area([4, 3], [3, 1]), area([4, 3], [3, 1])],
  ['a transposed one', area([4, 3], [3, 1]), area([3, 4], [1, 3])],
  ['a slice', area([4, 3], [3, 1]), area([2, 2], [3, 1], 4)],
  ['one dimension for two', area([4, 3], [3, 1]), area([12], [1])],
  ['two dimensions for one', area([12], [1]), area([4, 3], [3, 1])],
  ['a reversed one', area([4, 3], [3, 1]), area([4, 3], [3, -1], 2)],
  ['a reversed whole', area([12], [1]), area([4, 3], [-3, -1], 11)],
  ['a part of a larger value', area([4, 3], [10, 1], 7), area([4, 2], [10, 1], 8)],
  ['a repeated one', area([4, 3], [3, 1]), area([5, 4, 3], [0, 3, 1])],
  ['every second', area([12], [1]), area([6], [2])],
  ['dimensions of extent 1', area([4, 1, 3], [3, 3, 1]), area([1, 4, 3], [0, 3, 1])],
])('a passage exists through %s', (_, store, load) => {
  expect(passage(store, load)).toBeDefined();
});

test.each<[string, Area, Area]>([
  ['what was not written', area([4, 3], [10, 1]), area([4, 4], [10, 1])],
  ['what lies before', area([4], [1], 1), area([4], [1])],
  ['what lies between', area([4], [2]), area([2], [1])],
  ['rows that do not fit', area([4, 3], [3, 1]), area([5], [2], 1)],
])('no passage leads to %s', (_, store, load) => {
  expect(passage(store, load)).toBeUndefined();
});

test('windows meet when they have an element in common', () => {
  fc.assert(
    fc.property(windows, windows, fc.integer({ min: -5, max: 5 }), (a, b, shift) => {
      const moved = area([...b.extents], [...b.window.strides], b.window.offset + shift);
      const touched = new Set(points(a.extents).map((point) => addressOf(a, point)));
      const common = points(moved.extents).some((point) => touched.has(addressOf(moved, point)));
      expect(meet(a, moved)).toBe(common);
    }),
    { numRuns: 1000 },
  );
});
