import fc from 'fast-check';
import { apartFrom, type Area } from '../../src/graph/overlap.js';

const places = ({ window, extents }: Area): number[] =>
  extents.reduce(
    (list, extent, d) =>
      list.flatMap((place) => Array.from({ length: extent }, (_, i) => place + i * window.strides[d]!)),
    [window.offset],
  );

const areas: fc.Arbitrary<Area> = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: -12, max: 12 })), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((dimensions) =>
    fc.integer({ min: 0, max: 60 }).map((offset) => ({
      window: { buffer: 0, offset, strides: dimensions.map(([, stride]) => stride) },
      extents: dimensions.map(([extent]) => extent),
    })),
  );

test('apartFrom tells how many indices lead to no element of others', () => {
  const property = fc.property(areas, fc.array(areas, { maxLength: 3 }), (area, others) => {
    const taken = new Set(others.flatMap(places));
    area.extents.forEach((extent, axis) => {
      const isApart = (i: number): boolean => {
        const { window, extents } = area;
        const offset = window.offset + i * window.strides[axis]!;
        const line: Area = { window: { ...window, offset }, extents: extents.with(axis, 1) };
        return places(line).every((place) => !taken.has(place));
      };
      let [first, last] = [0, 0];
      while (first < extent && isApart(first)) first++;
      while (last < extent && isApart(extent - 1 - last)) last++;
      expect([apartFrom(others, area, axis, 'first'), apartFrom(others, area, axis, 'last')]).toEqual([
        first,
        last,
      ]);
    });
  });
  fc.assert(property, { numRuns: 300 });
});
